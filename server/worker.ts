import type { Bus } from '#server/base/bus.ts'
import type { Config } from '#server/base/config.ts'
import type { Db } from '#server/base/db.ts'
import type { OutboundDoor } from '#server/base/fetch.ts'
import { refreshFigures } from '#server/base/figures.ts'
import { openHeartbeat } from '#server/base/heartbeat.ts'
import type { Jobs } from '#server/base/jobs.ts'
import type { Log } from '#server/base/log.ts'
import type { Mailer } from '#server/base/mail.ts'
import {
  breakersOpen,
  deadJobs,
  inboxDepth,
  inboxOldest,
  outboxDepth,
  outboxOldest,
  reportsDepth,
  reportsOldest,
} from '#server/base/metrics.ts'
import { repeat } from '#server/base/repeat.ts'
import { sql } from '#server/base/sql.ts'
import type { Storage } from '#server/base/storage.ts'
import { countBroadcasts, keepBroadcasts } from '#server/broadcast/keeper.ts'
import { LANES } from '#server/chat/compose.ts'
import { openPacer } from '#server/chat/pacer.ts'
import { handOutQueues } from '#server/chat/queue.ts'
import { openReports } from '#server/chat/reports.ts'
import { openPost } from '#server/chat/send.ts'
import { returnParked } from '#server/chat/statuses.ts'
import { type Patience, sweepOutbox } from '#server/chat/sweep.ts'
import { endWaits } from '#server/chat/waits.ts'
import { ringAlarms } from '#server/flow/alarms.ts'
import { openRequests } from '#server/flow/http/requests.ts'
import { askForLetter, flowMail, sendLetterWith } from '#server/flow/letter.ts'
import { openLibraries } from '#server/flow/library.ts'
import { openDesk } from '#server/flow/receive.ts'
import { keepSchedules } from '#server/flow/schedules.ts'
import { keepSequences } from '#server/flow/sequence/keeper.ts'
import { askToTell, telling, tellWith } from '#server/flow/tell.ts'
import type { Library } from '#server/policy/books.ts'
import { foreseeWith } from '#server/policy/foresee.ts'
import { forgetSettled, keepLedger } from '#server/policy/ledger.ts'
import { endTrialsWith, type TrialParts } from '#server/trials.ts'
import { type DoctorParts, examination, examineWith, roundWith } from '#server/whatsapp/doctor.ts'
import type { Callback } from '#server/whatsapp/keys.ts'
import type { Lines } from '#server/whatsapp/lines.ts'
import { askForMedia, fetchMediaWith, mediaFetch } from '#server/whatsapp/media.ts'
import { openAccountNews } from '#server/whatsapp/news.ts'
import { mailNoticesWith, noticeMail } from '#server/whatsapp/notice.ts'
import { markReadWith, readMark } from '#server/whatsapp/read-mark.ts'
import {
  fetchTemplateWith,
  readTemplatesWith,
  templateFetch,
  templatesRead,
} from '#server/whatsapp/template/sync.ts'
import { proofRoundWith, proveTemplateWith, templateProof } from '#server/whatsapp/template/unanswered.ts'
import { invitationMail, inviteByLetterWith } from '#server/workspace/invitation-letter.ts'
import { endWorldWith, type SimulatorDoor, worldEnd } from '#server/world.ts'

type WorkerParts = Omit<DoctorParts, 'door'> &
  TrialParts & {
    readonly config: Config
    readonly db: Db
    readonly bus: Bus
    readonly log: Log
    readonly lines: Lines
    readonly callback: Callback
    readonly books: Library
    readonly jobs: Jobs
    readonly door: OutboundDoor
    /** For addresses that users wrote. */
    readonly userDoor: OutboundDoor
    readonly storage: Storage
    readonly mail: Mailer
    readonly simulator: SimulatorDoor | null
    readonly processId: string
    readonly host: string
  }

const SWEEP_MS = 1000
const PARKED_MS = 20_000
const ALARMS_MS = 250
const SCHEDULES_MS = 1000
const WAITS_MS = 1000
const LEDGER_MS = 1000
const BROADCASTS_MS = 500
const COUNTS_MS = 1000
const GAUGES_MS = 5000
const FIGURES_MS = 2000
/** The door takes webhooks also where no worker has run its jobs for days. */
const PARTITIONS_MS = 3_600_000

/** What works behind the pages in this process, by its roles. Stops taking new work first, then finishes what it has. */
export async function openWorkers(parts: WorkerParts): Promise<AsyncDisposable> {
  const { config, db, bus, log, jobs } = parts
  const opened = new AsyncDisposableStack()
  const pacer = openPacer()
  opened.use(await openHeartbeat(parts, (processes) => pacer.share(processes)))
  if (config.roles.includes('web'))
    opened.use(repeat('partitions', PARTITIONS_MS, log, () => makePartitions(db)))
  if (parts.simulator) await keepSimulator(parts, parts.simulator)
  const post = config.roles.includes('sender') ? opened.use(openPost({ ...parts, pacer })) : null
  if (post)
    opened.use(repeat('sweep', SWEEP_MS, log, () => sweepOutbox({ db, bus, log }, patienceOf(config))))
  if (config.roles.includes('worker')) {
    const libraries = openLibraries()
    const foresee = foreseeWith(parts.books)
    const asks = { fetchMedia: askForMedia(jobs), sendMail: askForLetter(jobs), tell: askToTell(jobs) }
    opened.use(
      await openDesk({ db, bus, log, processId: parts.processId, libraries, foresee, ...asks, post }),
    )
    opened.use(repeat('waits', WAITS_MS, log, () => endWaits({ db, bus, log, foresee })))
    opened.use(openRequests(parts))
    opened.use(repeat('broadcasts', BROADCASTS_MS, log, () => keepBroadcasts({ db, bus, log, foresee })))
    opened.use(repeat('broadcast counts', COUNTS_MS, log, () => countBroadcasts({ db, bus, log })))
    opened.use(openReports(parts))
    opened.use(repeat('parked', PARKED_MS, log, () => returnParked(db, bus)))
    opened.use(openAccountNews(parts))
    opened.use(repeat('alarms', ALARMS_MS, log, () => ringAlarms(db, bus)))
    opened.use(repeat('schedules', SCHEDULES_MS, log, () => keepSchedules({ db, bus, log })))
    opened.use(repeat('queues', SCHEDULES_MS, log, () => handOutQueues({ db, bus, log })))
    opened.use(repeat('sequences', SCHEDULES_MS, log, () => keepSequences({ db, bus, log })))
    opened.use(repeat('ledger', LEDGER_MS, log, () => keepLedger(db, parts.books)))
    opened.use(repeat('gauges', GAUGES_MS, log, () => readGauges(db)))
    opened.use(repeat('figures', FIGURES_MS, log, () => refreshFigures(db)))
    await jobs.handle(flowMail, sendLetterWith(parts))
    await jobs.handle(telling, tellWith({ db, bus, foresee }))
    await jobs.handle(mediaFetch, fetchMediaWith(parts))
    await jobs.handle(templatesRead, readTemplatesWith(parts))
    await jobs.handle(templateFetch, fetchTemplateWith(parts))
    await jobs.handle(templateProof, proveTemplateWith(parts))
    await jobs.every('whatsapp.template-proofs', '* * * * *', proofRoundWith(parts))
    await jobs.handle(readMark, markReadWith(parts.lines))
    await jobs.handle(invitationMail, inviteByLetterWith(parts))
    await jobs.handle(noticeMail, mailNoticesWith(parts))
    await jobs.handle(examination, examineWith(parts))
    await jobs.every('whatsapp.doctor', '*/15 * * * *', roundWith(parts))
    await jobs.every('base.partitions', '7 * * * *', () => keepTables(db))
  }
  return opened
}

/** Simulated accounts that have served are given back. */
async function keepSimulator(parts: WorkerParts, simulator: SimulatorDoor): Promise<void> {
  const { config, jobs, door } = parts
  await jobs.handle(worldEnd, endWorldWith(door, simulator))
  if (config.demo) await jobs.every('workspace.trials', '23 * * * *', endTrialsWith(parts))
}

function patienceOf({ resendAfter, resendAfterOutage, holdAfter }: Config): Patience {
  return { resendAfter, resendAfterOutage, holdAfter }
}

const EVENTS_KEPT = '1 hour'
/** Events go in pieces, so that none of them holds the table for long; what is left after so many waits for the next hour. */
const EVENTS_SLICE = 10_000
const SLICES_MAX = 1000
const PROCESSES_KEPT = '2 days'
const PARKED_KEPT = '7 days'
const NOTICES_KEPT = '90 days'
const WEBHOOK_DAYS_KEPT = 30

/** Makes the partitions of the days to come and lets go of what has served. */
export async function keepTables(db: Db): Promise<void> {
  await makePartitions(db)
  await db.run(sql`delete from process where beat_at < now() - ${PROCESSES_KEPT}::interval`)
  await db.run(sql`delete from parked_status where received_at < now() - ${PARKED_KEPT}::interval`)
  await db.run(sql`delete from channel_notice where settled_at < now() - ${NOTICES_KEPT}::interval`)
  await forgetSettled(db)
  for (let slice = 0; slice < SLICES_MAX; slice++) {
    const gone = await db.run(sql`
      delete from event where ctid = any(array(
        select ctid from event where at < now() - ${EVENTS_KEPT}::interval limit ${EVENTS_SLICE}))`)
    if (gone < EVENTS_SLICE) break
  }
  await db.run(sql`call drop_old_days('webhook_event', ${WEBHOOK_DAYS_KEPT})`)
  await db.run(sql`call drop_old_days('unclaimed_webhook', ${WEBHOOK_DAYS_KEPT})`)
}

async function makePartitions(db: Db): Promise<void> {
  await db.run(sql`call ensure_partitions('message', 'month', 1, 2)`)
  await db.run(sql`call ensure_partitions('turn', 'month', 1, 2)`)
  await db.run(sql`call ensure_partitions('webhook_event', 'day', 1, 3)`)
  await db.run(sql`call ensure_partitions('unclaimed_webhook', 'day', 1, 3)`)
}

const LANE_NAMES = Object.keys(LANES)

/** How much waits, and for how long: the first thing an operator looks at. */
async function readGauges(db: Db): Promise<void> {
  const [[inbox], [reports], outbox, [breakers], [dead]] = await Promise.all([
    db.rows<{ depth: number; oldest: number }>(sql`
      select count(*)::int as depth, coalesce(extract(epoch from now() - min(received_at)) * 1000, 0)::float as oldest from inbox`),
    db.rows<{ depth: number; oldest: number }>(sql`
      select count(*)::int as depth, coalesce(extract(epoch from now() - min(received_at)) * 1000, 0)::float as oldest from status_inbox`),
    db.rows<{ lane: number; state: string; depth: number; oldest: number }>(sql`
      select lane, state, count(*)::int as depth, coalesce(extract(epoch from now() - min(created_at)) * 1000, 0)::float as oldest
      from outbox group by lane, state`),
    db.rows<{ open: number }>(sql`select count(*)::int as open from breaker`),
    db.rows<{ jobs: number }>(sql`select count(*)::int as jobs from jobs.job where name = 'dead'`),
  ])
  inboxDepth(inbox?.depth ?? 0)
  inboxOldest(inbox?.oldest ?? 0)
  reportsDepth(reports?.depth ?? 0)
  reportsOldest(reports?.oldest ?? 0)
  for (const lane of LANE_NAMES)
    for (const state of ['pending', 'sending', 'uncertain', 'waiting']) {
      const row = outbox.find((one) => LANE_NAMES[one.lane] === lane && one.state === state)
      outboxDepth(lane, state, row?.depth ?? 0)
    }
  // what waits for its moment is not late
  outboxOldest(Math.max(0, ...outbox.map(({ state, oldest }) => (state === 'waiting' ? 0 : oldest))))
  breakersOpen('all', breakers?.open ?? 0)
  deadJobs(dead?.jobs ?? 0)
}
