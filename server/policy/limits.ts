import { DAY, type Millis } from '#core/base/time.ts'
import type { Limits, NumberLimit } from '#core/policy/api.ts'
import { type LimitEra, limitEraOf } from '#core/policy/limit/era.ts'
import { nextStepOf, scaleOf } from '#core/policy/limit/scale.ts'
import { dayOf } from '#core/policy/price/day.ts'
import type { Regime } from '#core/policy/price/regime.ts'
import type { Query } from '#server/base/db.ts'
import { type Places, placesOf, uniqueBegun, withinOf } from '#server/policy/standing.ts'
import { listNumbers } from '#server/whatsapp/store.ts'

/** Beyond so many customers the way to the next step is not counted: it would read too much for a page. */
const COUNTED_MAX = 5000

type Moment = { readonly now: Millis; readonly zone: string; readonly regime: Regime | null }

/** How the messaging limits of the workspace's numbers stand, as the gate counts them. Numbers whose limit Meta has not told are left out. */
export async function limitsOf(
  query: Query,
  workspaceId: string,
  { now, zone, regime }: Moment,
): Promise<Limits> {
  const era = limitEraOf(dayOf(now, zone), regime)
  const numbers = (await listNumbers(query, workspaceId)).filter(({ test }) => !test)
  const ids = numbers.map(({ id }) => id)
  const places = await placesOf(query, workspaceId, { pairs: [], numbers: ids, now, zone, regime })
  const found = numbers.flatMap(({ id, quality }) => {
    const place = places.get(id)
    return place ? [limitOf(query, workspaceId, { id, quality, place, era, now })] : []
  })
  return { scope: era.scope, now, numbers: await Promise.all(found) }
}

type One = {
  readonly id: string
  readonly quality: string
  readonly place: Places
  readonly era: LimitEra
  readonly now: Millis
}

async function limitOf(
  query: Query,
  workspaceId: string,
  { id, quality, place, era, now }: One,
): Promise<NumberLimit> {
  const { max, used, freesAt } = place
  const step = nextStepOf(max, era)
  const left = max === null ? null : Math.max(0, max - used)
  const stands = { numberId: id, max, used, left, freesAt, highest: max === era.steps.at(-1) }
  if (!step) return { ...stands, next: null }
  const isCounted = step.customers !== null && step.customers <= COUNTED_MAX
  const span = { within: withinOf(era.scope, id), since: now - step.days * DAY }
  const reached = isCounted ? await uniqueBegun(query, workspaceId, span) : null
  // whether Meta has verified the business is not known here: what was reached must be enough
  const grown = { limit: max, isVerified: false, quality, unique7d: reached ?? 0, unique30d: reached ?? 0 }
  const isMet = scaleOf(grown, era).trigger !== null
  return { ...stands, next: { ...step, reached, isMet } }
}
