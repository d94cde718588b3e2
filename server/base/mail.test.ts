import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import { createDoor } from '#server/base/fetch.ts'
import { createLog, Secret } from '#server/base/log.ts'
import { createMailer, MailError, type MailerOptions } from '#server/base/mail.ts'

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

/** Says what a mail server says, and keeps what it hears. */
function speakSmtp(socket: Socket, heard: string[]): void {
  let isData = false
  socket.write('220 test\r\n')
  socket.on('data', (chunk) => {
    const text = String(chunk)
    heard.push(text)
    if (isData && text.endsWith('\r\n.\r\n')) {
      isData = false
      socket.write('250 kept\r\n')
    } else if (!isData && text.startsWith('DATA')) {
      isData = true
      socket.write('354 go on\r\n')
    } else if (!isData) socket.write(text.startsWith('QUIT') ? '221 bye\r\n' : '250 ok\r\n')
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
