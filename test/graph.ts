import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Loose } from './rig.ts'

/** A Graph endpoint of a test's own: takes everything, remembers what it was asked, can be told to wait. */
export type TestGraph = {
  readonly url: string
  readonly host: string
  /** `METHOD /path` of every call, and the bodies of the messages that it took. */
  readonly calls: string[]
  readonly sent: Loose[]
  /** The templates of every account, as `GET message_templates` gives them, two on a page. */
  readonly templates: Loose[]
  /** Fields of the account's own node; empty: it tells none. */
  readonly account: Loose
  /** The account's list of numbers; empty: it tells none. */
  readonly numbers: Loose[]
  /** Messages and templates whose text holds this word get no answer until they are let go. */
  readonly hold: (word: string) => { readonly taken: Promise<Loose> }
  /** Calls with this token are answered with Meta's code 190; with `part`, only those whose path holds it. */
  readonly refuse: (token: string, part?: string) => void
  /** The next template that is handed in gets no answer, whether it was taken or not; or an answer that names none. */
  readonly lose: (fate: Fate) => void
  /** The bodies of the templates that were handed in. */
  readonly handed: Loose[]
  /** Calls whose method and path hold this part get this answer, the last that was said; null: as before. */
  readonly say: (part: string, answer: { readonly status?: number; readonly body: Loose } | null) => void
  /** Calls with this token are taken again. */
  readonly forgive: (token: string) => void
  /** What a medium's address gives instead of a pixel. */
  readonly give: (blob: Blob) => void
  readonly letGo: (word: string) => void
  /** Everything that it was told, asked and given, as if it had just been opened. */
  readonly forget: () => void
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** One pixel, as a customer might send it. */
export const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** A medium as it is handed out: its bytes, and how long it says it is. */
export type Blob = { readonly body: Buffer; readonly length: number }

type Fate = 'taken' | 'dropped' | 'nameless'
type Held = {
  readonly word: string
  readonly taken: (body: Loose) => void
  readonly gone: PromiseWithResolvers<void>
}

const NUMBER = {
  id: '1',
  display_phone_number: '+62 899-0000-0001',
  verified_name: 'Toko',
  quality_rating: 'GREEN',
  status: 'CONNECTED',
}

export async function openGraph(): Promise<TestGraph> {
  const calls: string[] = []
  const sent: Loose[] = []
  const templates: Loose[] = []
  const desk = openDesk(templates)
  const [account, numbers]: [Loose, Loose[]] = [{}, []]
  const held: Held[] = []
  let blob: Blob = { body: PIXEL, length: PIXEL.length }
  const refused = new Map<string, string>()
  const sayings = new Map<string, { readonly status?: number; readonly body: Loose }>()
  const server = createServer((request, response) => {
    calls.push(`${request.method} ${request.url}`)
    void answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('no port')
  const host = `127.0.0.1:${address.port}`

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? ''
    const body = await textOf(request)
    const say = (value: unknown) =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify(value))
    const part = refused.get(request.headers.authorization ?? '')
    if (part !== undefined && path.includes(part)) {
      response.statusCode = 401
      return void say({ error: { message: 'Invalid OAuth access token', type: 'OAuthException', code: 190 } })
    }
    if (path.startsWith('/blob')) return handOut(response, blob)
    const said = [...sayings].findLast(([part]) => `${request.method} ${path}`.includes(part))?.[1]
    response.statusCode = said?.status ?? 200
    if (said) return void say(said.body)
    const told = request.method === 'POST' ? await take(path, body) : nodeAt(path)
    return told ? void say(told) : void request.socket.destroy()
  }

  /** A message, a template, or anything else that is posted; null: it gets no answer. */
  async function take(path: string, body: string): Promise<Loose | null> {
    const isMessage = /\/messages$/.test(path)
    const message: Loose = isMessage ? JSON.parse(body) : {}
    const at = isMessage ? sent.push(message) : 0
    const wait = held.find(({ word }) => body.includes(word))
    wait?.taken({ ...message, at })
    await wait?.gone.promise
    if (/\/message_templates$/.test(path)) return desk.take(JSON.parse(body))
    return isMessage
      ? { messaging_product: 'whatsapp', messages: [{ id: `wamid.out.${at}` }] }
      : { success: true }
  }

  /** What a GET tells: the account's templates, a number, or a medium. */
  function nodeAt(path: string): Loose {
    if (path.includes('/message_templates')) return pageOf(templates, path)
    if (path.includes('/phone_numbers') && numbers.length > 0) return { data: numbers }
    if (path.includes('disable_marketing')) return { id: '1', ...account }
    if (path.includes('display_phone_number')) return { ...NUMBER }
    return { url: `http://${host}/blob`, mime_type: 'image/png', file_size: PIXEL.length, id: '1' }
  }

  return {
    ...{ url: `http://${host}`, host, calls, sent, templates, account, numbers },
    ...{ handed: desk.handed, lose: desk.lose },
    hold(word) {
      const taken = Promise.withResolvers<Loose>()
      held.push({ word, taken: taken.resolve, gone: Promise.withResolvers<void>() })
      return { taken: taken.promise }
    },
    give: (given) => {
      blob = given
    },
    say: (part, answer) => void (answer ? sayings.set(part, answer) : sayings.delete(part)),
    refuse: (token, part = '') => void refused.set(`Bearer ${token}`, part),
    forgive: (token) => void refused.delete(`Bearer ${token}`),
    letGo: (word) => held.find((one) => one.word === word)?.gone.resolve(),
    forget: () =>
      empty([calls, sent, templates, numbers, held, desk.handed, desk.losses], [refused, sayings], account),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function empty(lists: readonly unknown[][], maps: readonly Map<string, unknown>[], node: Loose): void {
  for (const list of lists) list.splice(0)
  for (const map of maps) map.clear()
  for (const key of Object.keys(node)) delete node[key]
}

/** Where templates are handed in; null: no answer. */
function openDesk(templates: Loose[]) {
  const handed: Loose[] = []
  const losses: Fate[] = []
  return {
    handed,
    losses,
    lose: (fate: Fate) => void losses.push(fate),
    take(template: Loose): Loose | null {
      const lost = losses.shift()
      const id = `8${handed.push(template)}`
      if (lost === 'nameless') return { success: true }
      if (lost !== 'dropped') templates.push({ ...template, id, status: 'PENDING' })
      return lost ? null : { id, status: 'PENDING', category: template.category }
    },
  }
}

function pageOf(all: readonly Loose[], path: string) {
  const from = Number(new URL(path, 'http://graph').searchParams.get('after') ?? 0)
  const data = all.slice(from, from + 2)
  const next = from + 2 < all.length ? { next: 'http://169.254.169.254/never-followed' } : {}
  return { data, paging: { cursors: { after: String(from + 2) }, ...next } }
}

/** A medium that claims to be longer than it is never ends. */
function handOut(response: ServerResponse, { body, length }: Blob): void {
  response.setHeader('content-length', length)
  response.setHeader('content-type', 'image/png')
  if (length > body.length) response.write(body)
  else response.end(body)
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
