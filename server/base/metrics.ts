import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/**
 * What the operator's monitoring reads. Labels are words out of short fixed lists: never a phone number, a name, an id
 * or a path with ids in it, because labels are kept for ever and each new value is a new series. Durations come in
 * milliseconds and are shown in seconds, as Prometheus wants them.
 */
const registry = new Registry()
const QUICK_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10]
const SLOW_SECONDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]
const LOOP_RESOLUTION_MS = 20

/** Prometheus text, version 0.0.4. */
export function metricsText(): Promise<string> {
  return registry.metrics()
}
export const METRICS_CONTENT_TYPE = registry.contentType

/** `result`: stored, unclaimed (kept, but no account took all of it), unsigned, unknown, too-large, unavailable, unreadable, broken. */
export const webhookAnswered = timesBy(
  'webhook_ack_seconds',
  'From a webhook to its answer.',
  QUICK_SECONDS,
  'result',
)
/** `kind`: message, report (of delivery), account. */
export const webhookReceived = countsBy('webhook_received_total', 'Updates stored, by kind.', 'kind')
export const webhookUnsigned = counts('webhook_signature_failed_total', 'Webhooks with a wrong signature.')
export const quarantined = countsBy('quarantine_total', 'Updates put aside, by reason.', 'reason')
export const duplicatePrevented = countsBy('duplicates_prevented_total', 'Repeats without effect.', 'kind')

export const inboxDepth = shows('inbox_depth', 'Happenings waiting at the desk.')
export const inboxOldest = showsMs('inbox_oldest_seconds', 'Age of the oldest waiting happening.')
export const reportsDepth = shows(
  'reports_depth',
  'Rows of reports and acceptances that are not applied yet.',
)
export const reportsOldest = showsMs('reports_oldest_seconds', 'Age of the oldest row of reports.')
export const happeningDone = times(
  'happening_seconds',
  'From a happening’s arrival to its record.',
  SLOW_SECONDS,
)
export const leaseExpired = counts('worker_leases_expired_total', 'Calls whose process fell silent.')
/** `layer`: the label of the transaction, such as door, desk, post, http. */
export const roundTrip = countsBy('db_round_trips_total', 'Round trips to the database, by layer.', 'layer')
export const poolWaited = times('db_pool_wait_seconds', 'Waiting for a database connection.', QUICK_SECONDS)

export const outboxDepth = showsByTwo('outbox_depth', 'Messages on their way.', 'lane', 'state')
export const outboxOldest = showsMs('outbox_oldest_seconds', 'Age of the oldest unsent message.')
export const sendUncertain = counts('send_uncertain_total', 'Sends that may or may not have gone out.')
/** `how`: by a status, sent again, held. */
export const uncertainSettled = countsBy('send_uncertain_resolved_total', 'Uncertain sends resolved.', 'how')
/** `to`: the state a send attempt ended in. */
export const sendDone = countsBy('sends_total', 'Attempts to send, by the state they ended in.', 'to')
export const pacingWaited = times('pacing_wait_seconds', 'Waiting for Meta’s rate.', SLOW_SECONDS)
export const breakersOpen = showsBy('breaker_open', 'Breakers that are open, by kind.', 'kind')
export const windowBlocked = counts('window_blocked_total', 'Sends refused by the 24-hour window.')
/** `class`: what a send's answer was taken for, as `classifyAnswer` says: retry, pace, uncertain, stop-waba, stop-number, … */
export const graphFailed = countsBy(
  'graph_errors_total',
  'Sends that Graph did not accept, by class.',
  'class',
)
export const statusLagged = times(
  'status_lag_seconds',
  'From Meta’s time stamp to the stored report, of the last one of each write.',
  SLOW_SECONDS,
)
export const statusesApplied = counts('statuses_total', 'Message statuses applied.')

export const liveClients = shows('live_clients', 'Browsers on the live stream.')
export const liveDropped = counts('live_dropped_total', 'Live connections closed for reading too slowly.')
export const egressBlocked = countsBy(
  'egress_blocked_total',
  'Requests refused by the outbound door.',
  'reason',
)
export const loginFailed = counts('login_failed_total', 'Failed sign-ins.')
export const rateLimited = countsBy('rate_limited_total', 'Requests refused for coming too often.', 'route')
export const deadJobs = shows('dead_jobs', 'Jobs that were tried to the end and given up on.')
export const databaseRevived = counts(
  'database_restarts_total',
  'Times the embedded database died and was started again.',
)
export const diskFree = shows('disk_free_ratio', 'Free share of the disk with the data folder, 0 to 1.')
export const fileStoreUp = shows(
  'file_store_up',
  'Whether the file store last gave and took as it was asked: 1 or 0.',
)
export const logFailed = counts('log_errors_total', 'Log lines that could not be written.')
export const clockSkewed = showsMs('clock_skew_seconds', 'This machine’s clock minus the database’s.')

const httpSeconds = histogram('http_request_seconds', 'Answers of the HTTP API.', QUICK_SECONDS, [
  'route',
  'status',
])
/** `route` is the pattern (`/api/chats/{id}`), never the path. */
export function httpAnswered(route: string, status: number, tookMs: number): void {
  httpSeconds.observe({ route, status: statusClass(status) }, tookMs / 1000)
}

const graphSeconds = histogram('graph_request_seconds', 'Calls to Graph.', SLOW_SECONDS, [
  'endpoint',
  'status',
])
/** `status` 0 = no answer came. */
export function graphAnswered(endpoint: string, status: number, tookMs: number): void {
  graphSeconds.observe({ endpoint, status: status === 0 ? 'none' : statusClass(status) }, tookMs / 1000)
}

let isWatched = false
/** Begins to measure how long the event loop keeps others waiting; p99 above 100 ms is the alarm line. */
export function watchProcess(): void {
  if (isWatched) return
  isWatched = true
  const delay = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS })
  delay.enable()
  reads('event_loop_delay_seconds', 'Delay of the event loop at p99 since the last reading.', () => {
    const p99 = Math.max(0, delay.percentile(99) / 1e9 - LOOP_RESOLUTION_MS / 1000)
    delay.reset()
    return p99
  })
  reads('rss_bytes', 'Resident memory of this process.', () => process.memoryUsage.rss())
  reads('cpu_seconds', 'Processor time this process has used.', () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  })
}

function statusClass(status: number): string {
  return `${Math.floor(status / 100)}xx`
}

function histogram<L extends string>(
  name: string,
  help: string,
  buckets: number[],
  labelNames: readonly L[],
) {
  return new Histogram<L>({ name, help, buckets, labelNames, registers: [registry] })
}

function counts(name: string, help: string): (count?: number) => void {
  const counter = new Counter({ name, help, registers: [registry] })
  return (count = 1) => counter.inc(count)
}

function countsBy(name: string, help: string, label: string): (value: string, count?: number) => void {
  const counter = new Counter({ name, help, labelNames: [label], registers: [registry] })
  return (value, count = 1) => counter.inc({ [label]: value }, count)
}

function shows(name: string, help: string): (value: number) => void {
  const gauge = new Gauge({ name, help, registers: [registry] })
  return (value) => gauge.set(value)
}

function showsMs(name: string, help: string): (ms: number) => void {
  const show = shows(name, help)
  return (ms) => show(ms / 1000)
}

function showsBy(name: string, help: string, label: string): (labelValue: string, value: number) => void {
  const gauge = new Gauge({ name, help, labelNames: [label], registers: [registry] })
  return (labelValue, value) => gauge.set({ [label]: labelValue }, value)
}

function showsByTwo(name: string, help: string, one: string, two: string) {
  const gauge = new Gauge({ name, help, labelNames: [one, two], registers: [registry] })
  return (first: string, second: string, value: number) => gauge.set({ [one]: first, [two]: second }, value)
}

function times(name: string, help: string, buckets: number[]): (tookMs: number) => void {
  const seconds = histogram(name, help, buckets, [])
  return (tookMs) => seconds.observe(Math.max(0, tookMs) / 1000)
}

function timesBy(name: string, help: string, buckets: number[], label: string) {
  const seconds = histogram(name, help, buckets, [label])
  return (value: string, tookMs: number) => seconds.observe({ [label]: value }, Math.max(0, tookMs) / 1000)
}

function reads(name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read())
    },
  })
}
