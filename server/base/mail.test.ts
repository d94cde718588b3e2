import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import { isUnavailable } from '#server/base/db.ts'
import { createDoor } from '#server/base/fetch.ts'
import { createLog, Secret } from '#server/base/log.ts'
import { createMailer, deliver, MailError, type MailerOptions } from '#server/base/mail.ts'
import { loadSuite } from '../../test/hostile.ts'

const MAIL = {
  to: 'sari@example.com',
  subject: 'Atur ulang kata sandi',
  text: 'Buka https://chat.example.com/reset/abc',
}

async function listen(t: TestContext, server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  return (server.address() as AddressInfo).port
}

function optionsFor(
  t: TestContext,
  lines: string[],
  more: Partial<MailerOptions>,
  allow: string[] = [],
): MailerOptions {
  const log = createLog({ level: 'info', pretty: false, sink: { write: (line) => void lines.push(line) } })
  const door = createDoor({ allow, userAgent: 'Wetalk test' })
  t.after(() => door[Symbol.asyncDispose]())
  return { smtpUrl: null, mailFrom: 'Kopi Senja <halo@example.com>', mailbox: null, log, door, ...more }
}

/** Says what a mail server says, and keeps what it hears; `answers` are given to the command that they are named by. */
function speakSmtp(socket: Socket, heard: string[], answers: Readonly<Record<string, string>> = {}): void {
  let isData = false
  socket.write('220 test\r\n')
  socket.on('data', (chunk) => {
    const text = String(chunk)
    heard.push(text)
    if (isData && text.endsWith('\r\n.\r\n')) {
      isData = false
      if (answers['.'] === 'reset') socket.destroy()
      else socket.write(`${answers['.'] ?? '250 kept'}\r\n`)
    } else if (!isData && text.startsWith('DATA')) {
      isData = true
      socket.write('354 go on\r\n')
    } else if (!isData) socket.write(`${answers[text.slice(0, 4)] ?? '250 ok'}\r\n`)
  })
  socket.on('error', () => undefined)
}

test('a mail goes out by the configured server, from the configured sender', async (t) => {
  const heard: string[] = []
  const port = await listen(
    t,
    createTcpServer((socket) => speakSmtp(socket, heard)),
  )
  const lines: string[] = []
  const send = createMailer(
    optionsFor(t, lines, { smtpUrl: new Secret(`smtp://127.0.0.1:${port}?ignoreTLS=true`) }),
  )
  await send(MAIL)
  await send[Symbol.asyncDispose]()
  const dialogue = heard.join('')
  assert.match(dialogue, /MAIL FROM:<halo@example.com>/)
  assert.match(dialogue, /RCPT TO:<sari@example.com>/)
  assert.match(dialogue, /Subject: Atur ulang kata sandi/)
  assert.match(dialogue, /chat\.example\.com\/reset\/abc/)
  assert.deepEqual(lines, [], 'with a mail server the link never stands in the log')
})

/** A mailer on a mail server of its own, and what that heard. */
async function withSmtp(
  t: TestContext,
  answers: Readonly<Record<string, string>> = {},
  ways = 'ignoreTLS=true',
) {
  const heard: string[] = []
  const port = await listen(
    t,
    createTcpServer((socket) => speakSmtp(socket, heard, answers)),
  )
  const lines: string[] = []
  const options = optionsFor(t, lines, { smtpUrl: new Secret(`smtp://u:p@127.0.0.1:${port}?${ways}`) })
  const send = createMailer(options)
  t.after(() => send[Symbol.asyncDispose]())
  return { send, log: options.log, heard, lines }
}

const { cases: HOSTILE } = loadSuite('email')
const PLACES: Readonly<Record<string, (value: string) => Partial<typeof MAIL>>> = {
  address: (to) => ({ to }),
  subject: (subject) => ({ subject }),
  body: (text) => ({ text }),
}

for (const { id, title, tags, value } of HOSTILE.filter(({ tags }) => !tags.includes('server'))) {
  test(`${id}: ${title.slice(0, 60)}`, async (t) => {
    const { send, heard } = await withSmtp(t)
    const hostile = PLACES[tags[1] ?? '']?.(String(value))
    assert.ok(hostile, 'the suite says where the value stands')
    const refused = await send({ ...MAIL, ...hostile }).then(
      () => false,
      (error: unknown) => error instanceof MailError,
    )
    const [head = '', ...body] = heard.join('').split('\r\n\r\n')
    if (refused) assert.equal(head, '', 'nothing was said to the mail server')
    else {
      assert.equal(head.match(/^RCPT TO:/gm)?.length, 1)
      assert.doesNotMatch(head, /^(Bcc|Cc):|evil\.example|text\/html/im)
      assert.match(head, /^Content-Type: text\/plain/m)
      assert.ok(body.length > 0)
    }
  })
}

test('EM-037: what a mail server says decides whether a letter comes again, and again it is the same letter', async (t) => {
  const [server] = HOSTILE.filter(({ tags }) => tags.includes('server'))
  assert.equal(server?.id, 'EM-037')
  const id = '01a21df1-0cd4-7700-b17e-9300e691eaf8'
  const again: readonly (readonly [string, Record<string, string>])[] = [
    ['greylisted', { RCPT: '451 come again in five minutes' }],
    ['full', { '.': '452 no room' }],
    ['cut off after the text', { '.': 'reset' }],
    ['our sender is refused', { MAIL: '550 not yours' }],
    ['our password is wrong', { EHLO: '250-hello\r\n250 AUTH PLAIN', AUTH: '535 no' }],
  ]
  for (const [what, answers] of again) {
    const { send, log, heard } = await withSmtp(t, answers)
    for (const _ of [1, 2])
      await assert.rejects(
        deliver(send, log, { ...MAIL, id }),
        (error) => !(error instanceof MailError),
        what,
      )
    const names = heard.join('').match(/^Message-ID: .*$/gim) ?? []
    if (answers['.']) assert.deepEqual(new Set(names), new Set([`Message-ID: <${id}@example.com>`]), what)
  }
  const { send, log, lines } = await withSmtp(t, { RCPT: '550 <sari@example.com> is unknown' })
  await deliver(send, log, { ...MAIL, id })
  assert.equal(lines.length, 1, 'what will never be taken is told once and left')
  assert.doesNotMatch(lines.join(''), /sari@/)
})

test('a mail server that says nothing is not taken for a database that is away: its failure is told', async (t) => {
  const port = await listen(
    t,
    createTcpServer((socket) => socket.on('error', () => undefined)),
  )
  const smtpUrl = new Secret(`smtp://127.0.0.1:${port}/?greetingTimeout=100`)
  const send = createMailer(optionsFor(t, [], { smtpUrl }))
  t.after(() => send[Symbol.asyncDispose]())
  await assert.rejects(
    send(MAIL),
    (error: Error) => !isUnavailable(error) && /never received/.test(error.message),
  )
})

test('a mail server that must be reached safely and cannot hears no letter', async (t) => {
  const { send, heard } = await withSmtp(t, {}, 'requireTLS=true')
  await assert.rejects(send(MAIL))
  assert.doesNotMatch(heard.join(''), /RCPT|Subject/)
})

test('without a mail server the mail stands in the log and in the mailbox', async (t) => {
  const heard: { key: unknown; body: string }[] = []
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString()
    heard.push({ key: request.headers['x-admin-key'], body })
    response.end('{}')
  })
  const place = `127.0.0.1:${await listen(t, server)}`
  const lines: string[] = []
  const mailbox = { url: `http://${place}/sim/mailbox`, adminKey: 'k' }
  const send = createMailer(optionsFor(t, lines, { mailbox }, [place]))
  await send(MAIL)
  assert.match(lines[0] ?? '', /reset\/abc/)
  assert.doesNotMatch(lines.join(''), /sari@/)
  assert.equal(heard[0]?.key, 'k')
  assert.deepEqual(JSON.parse(heard[0]?.body ?? ''), MAIL)
})

test('a mailbox that is away does not stop what asked for the mail', async (t) => {
  const lines: string[] = []
  const mailbox = { url: 'http://127.0.0.1:9/sim/mailbox', adminKey: 'k' }
  await createMailer(optionsFor(t, lines, { mailbox }, ['127.0.0.1:9']))(MAIL)
  assert.equal(lines.length, 2)
})

const BAD: readonly Partial<typeof MAIL>[] = [
  { to: 'a@example.com\r\nBcc: all@example.com' },
  { to: 'a@example.com, b@example.com' },
  { to: 'A <a@example.com>' },
  { to: 'a@example.com>\r\nDATA' },
  { to: 'a b@example.com' },
  { to: '"a@b"@example.com' },
  { to: 'example.com' },
  { to: '' },
  { to: `${'a'.repeat(300)}@example.com` },
  { subject: 'Halo\r\nBcc: all@example.com' },
  { subject: 'Halo\nX: y' },
  { subject: 'Halo\u2028X' },
  { subject: 'x'.repeat(301) },
  { text: 'a\u0000b' },
]

test('a mail that could grow headers or recipients is not sent', async (t) => {
  const lines: string[] = []
  const send = createMailer(optionsFor(t, lines, {}))
  for (const wrong of BAD) await assert.rejects(send({ ...MAIL, ...wrong }), MailError, JSON.stringify(wrong))
  assert.deepEqual(lines, [])
})
