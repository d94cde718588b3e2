import { lookup } from 'node:dns'
import { BlockList, isIP } from 'node:net'
import { Agent, request } from 'undici'
import type { Sim } from '#simulator/sim.ts'

const BYTES_MAX = 100 * 1024 * 1024
const TIMEOUT = 10_000
const REDIRECTS_MAX = 3

type Fetched =
  | { readonly ok: true; readonly bytes: Buffer; readonly mime: string }
  | { readonly ok: false; readonly why: string }

/** A medium that the business only linked to, fetched as Meta does; private addresses only where allowed. */
export async function fetchLink(sim: Sim, link: string): Promise<Fetched> {
  let next: string = link
  for (let hop = 0; hop <= REDIRECTS_MAX; hop++) {
    const target = URL.parse(next)
    if (!target || !/^https?:$/.test(target.protocol)) return failed('not an http URL')
    if (!sim.options.privateLinks && isPrivate(target.hostname)) return failed('private address')
    try {
      const answer = await fetchOnce(sim, target)
      if (typeof answer !== 'string') return answer
      next = answer
    } catch (error) {
      return failed(error instanceof Error ? error.message : 'network error')
    }
  }
  return failed('too many redirects')
}

/** The file, or the address it has moved to. */
async function fetchOnce(sim: Sim, target: URL): Promise<Fetched | string> {
  const answer = await request(target, {
    dispatcher: sim.options.privateLinks ? OPEN : GUARDED,
    headers: { 'user-agent': 'facebookexternalua' },
    signal: AbortSignal.timeout(TIMEOUT),
  })
  const { location } = answer.headers
  if (answer.statusCode === 200) {
    return readBody(answer.body, String(answer.headers['content-type'] ?? 'application/octet-stream'))
  }
  await answer.body.dump()
  const moved = answer.statusCode >= 300 && answer.statusCode < 400 && typeof location === 'string'
  return moved ? new URL(location, target).href : failed(`http code ${answer.statusCode}`)
}

async function readBody(body: AsyncIterable<Buffer>, mime: string): Promise<Fetched> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > BYTES_MAX) return failed('the file is too big')
    chunks.push(chunk)
  }
  return { ok: true, bytes: Buffer.concat(chunks), mime }
}

function failed(why: string): Fetched {
  return { ok: false, why: `Downloading media from weblink failed with ${why}` }
}

const PRIVATE = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  PRIVATE.addSubnet(net, bits, 'ipv4')
}
const PUBLIC_V6 = new BlockList()
PUBLIC_V6.addSubnet('2000::', 3, 'ipv6')

function isPrivate(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '')
  const family = isIP(bare)
  if (family === 4) return PRIVATE.check(bare, 'ipv4')
  return family === 6 && !PUBLIC_V6.check(bare, 'ipv6')
}

const OPEN = new Agent({ connect: { timeout: TIMEOUT } })
const GUARDED = new Agent({
  connect: {
    timeout: TIMEOUT,
    lookup: (host, options, done) => {
      lookup(host, { ...options, all: true }, (error, found) => {
        const bad = found?.find(({ address }) => isPrivate(address))
        if (error || bad) done(error ?? new Error('private address'), [])
        else done(null, found)
      })
    },
  },
})
