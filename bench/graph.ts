import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { between, type Random } from './random.ts'
import { displayOf, type Poster, type StatusReport, statusBody } from './webhook.ts'

/** A message that the fake Graph API took: from here on the customer has it. Times are milliseconds since 1970. */
export type Accepted = {
  readonly wamid: string
  readonly to: string
  readonly key: string | undefined
  readonly body: unknown
  readonly at: number
}

/** Shares in [0, 1] of the sends that go wrong, and how. */
export type Faults = {
  /** 429, not accepted. */
  readonly limit: number
  /** 500 without a body, not accepted. */
  readonly error: number
  readonly resetBefore: number
  readonly resetAfter: number
  /** Accepted, then no answer. */
  readonly hangAfter: number
  /** Accepted, the answer comes after a second or two. */
  readonly slow: number
}
export const NO_FAULTS: Faults = { limit: 0, error: 0, resetBefore: 0, resetAfter: 0, hangAfter: 0, slow: 0 }

export type Reports = {
  /** Milliseconds until `sent`; `delivered` and `read` follow, each after the same time again. */
  readonly delay: number
  /** Most reports in one webhook. */
  readonly batch: number
  /** Share of the reports that come late, and how late at most, in milliseconds. */
  readonly lateShare: number
  readonly lateMax: number
  /** Milliseconds until a report that was not answered 200 is posted again; 0 = never. */
  readonly again: number
}

export type FakeGraph = {
  readonly port: number
  readonly accepted: readonly Accepted[]
  /** Reports that are not yet answered 200. */
  readonly reportsLeft: () => number
  /** Reports posted, webhooks they came in, and those that were not answered 200. */
  readonly told: { reports: number; webhooks: number; failed: number }
  /** Where the reports go; null keeps them back. */
  report(poster: Poster | null): void
  misbehave(faults: Faults): void
  onAccept(hear: (accepted: Accepted) => void): void
  /** How long each report webhook took to be answered, in milliseconds. */
  onReported(hear: (tookMs: number, status: number) => void): void
  close(): Promise<void>
}

const TICK_MS = 10
const SLOW_MS = 2500

/** The fast other side: takes messages, remembers them, and reports sent, delivered and read by signed webhooks. */
export async function openGraph(options: { reports: Reports; random: Random }): Promise<FakeGraph> {
  const { reports, random } = options
  const accepted: Accepted[] = []
  const told = { reports: 0, webhooks: 0, failed: 0 }
  let faults = NO_FAULTS
  let hearAccepted: (accepted: Accepted) => void = () => undefined
  let hearReported: (tookMs: number, status: number) => void = () => undefined
  const mail = openReports()

  function accept(body: Record<string, unknown>): Accepted {
    const one: Accepted = {
      wamid: `wamid.bench.${accepted.length + 1}.${Math.floor(random() * 1e9).toString(36)}`,
      to: String(body.to ?? body.recipient ?? '').replace(/^\+/, ''),
      key: typeof body.biz_opaque_callback_data === 'string' ? body.biz_opaque_callback_data : undefined,
      body,
      at: Date.now(),
    }
    accepted.push(one)
    mail.announce(one)
    hearAccepted(one)
    return one
  }

  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      if (request.method === 'GET') answer(response, 200, numberNode(request.url ?? ''))
      else if (!request.url?.endsWith('/messages')) answer(response, 200, { success: true })
      else take(request, response, JSON.parse(Buffer.concat(parts).toString('utf8')))
    })
    request.on('error', () => undefined) // the caller was killed in the middle of its sentence
  })

  function take(request: IncomingMessage, response: ServerResponse, body: Record<string, unknown>): void {
    const fate = fateOf(faults, random)
    if (body.status === 'read') answer(response, 200, { success: true })
    else if (fate === 'limit') answer(response, 429, PAIR_RATE_HIT, { 'retry-after': '1' })
    else if (fate === 'error') response.writeHead(500).end()
    else if (fate === 'resetBefore') request.socket.destroy()
    else receive(fate, request, response, accept(body))
  }

  function receive(
    fate: Fate,
    request: IncomingMessage,
    response: ServerResponse,
    { wamid, to }: Accepted,
  ): void {
    const receipt = {
      messaging_product: 'whatsapp',
      contacts: [{ input: to, wa_id: to }],
      messages: [{ id: wamid }],
    }
    if (fate === 'resetAfter') request.socket.destroy()
    else if (fate === 'slow') setTimeout(answer, between(random, 500, SLOW_MS), response, 200, receipt)
    else if (fate !== 'hangAfter') answer(response, 200, receipt)
  }

  function openReports() {
    const due = new Map<number, StatusReport[]>()
    let poster: Poster | null = null
    let left = 0
    let at = tickOf(Date.now())
    const put = (tick: number, report: StatusReport) => {
      const later = Math.max(tick, at + 1)
      const there = due.get(later)
      if (there) there.push(report)
      else due.set(later, [report])
    }
    const post = async (batch: readonly StatusReport[]) => {
      const startedAt = performance.now()
      const status = poster ? await poster.post(statusBody(batch)) : 0
      told.webhooks++
      hearReported(performance.now() - startedAt, status)
      if (status === 200) {
        told.reports += batch.length
        left -= batch.length
        return
      }
      told.failed++
      if (reports.again === 0) left -= batch.length
      else for (const report of batch) put(tickOf(Date.now() + reports.again), report)
    }
    const timer = setInterval(() => {
      const now = tickOf(Date.now())
      for (; at < now && poster !== null; at++) {
        const ready = due.get(at)
        if (!ready) continue
        due.delete(at)
        for (let from = 0; from < ready.length; ) {
          const size = 1 + Math.floor(random() * reports.batch)
          void post(ready.slice(from, from + size))
          from += size
        }
      }
    }, TICK_MS)
    return {
      announce({ wamid, to, key, at: acceptedAt }: Accepted) {
        STATUSES.forEach((status, step) => {
          const late = random() < reports.lateShare ? random() * reports.lateMax : 0
          const when = acceptedAt + reports.delay * (step + 1) + late
          left++
          put(tickOf(when), { wamid, to, key, status, at: Math.floor(when / 1000) })
        })
      },
      to(next: Poster | null) {
        poster = next
      },
      left: () => left,
      close: () => clearInterval(timer),
    }
  }

  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    accepted,
    told,
    reportsLeft: mail.left,
    report: mail.to,
    misbehave: (next) => {
      faults = next
    },
    onAccept: (hear) => {
      hearAccepted = hear
    },
    onReported: (hear) => {
      hearReported = hear
    },
    close: async () => {
      mail.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const STATUSES = ['sent', 'delivered', 'read'] as const
function numberNode(url: string): object {
  const [, id = ''] = /\/(\d+)\?/.exec(url) ?? []
  return {
    id,
    display_phone_number: `+${displayOf(id)}`,
    verified_name: 'Kopi Senja',
    quality_rating: 'GREEN',
    status: 'CONNECTED',
    account_mode: 'LIVE',
    throughput: { level: 'HIGH' },
  }
}
/** Meta's code for too much to one person: it asks for patience and leaves the number's own rate alone. */
const PAIR_RATE_HIT = { error: { message: 'Pair rate limit hit', code: 131_056, fbtrace_id: 'bench' } }

function tickOf(ms: number): number {
  return Math.floor(ms / TICK_MS)
}

type Fate = keyof Faults | 'good'

function fateOf(faults: Faults, random: Random): Fate {
  let draw = random()
  for (const [fate, share] of Object.entries(faults) as [keyof Faults, number][]) {
    if (draw < share) return fate
    draw -= share
  }
  return 'good'
}

function answer(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
