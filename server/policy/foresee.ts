import { assert } from '#core/base/assert.ts'
import { HOUR, type Millis } from '#core/base/time.ts'
import type { Cost, SendFacts } from '#core/policy/facts.ts'
import type { Foresight, Pair, Prospect } from '#core/policy/foresight.ts'
import { limitEraOf } from '#core/policy/limit/era.ts'
import { LIMIT_PERIOD, type LimitUse } from '#core/policy/limit/limit.ts'
import type { Tariff } from '#core/policy/price/charge.ts'
import type { PairClock } from '#core/policy/price/clock.ts'
import { counterKey, type Used } from '#core/policy/price/counter.ts'
import { dayOf, monthOf } from '#core/policy/price/day.ts'
import { categoryOf, estimateOf, pricesOf } from '#core/policy/price/estimate.ts'
import { microOf } from '#core/policy/price/micro.ts'
import { tariffAt } from '#core/policy/price/tariff.ts'
import { lifetimeOf, type TemplateFacts } from '#core/policy/template.ts'
import { isWindowOpen } from '#core/policy/window.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import type { Query } from '#server/base/db.ts'
import { countsOf } from '#server/policy/bills.ts'
import { accountOf, type Books, type Library } from '#server/policy/books.ts'
import { spentOf } from '#server/policy/costs.ts'
import {
  accountSaid,
  clocksOf,
  heldUntil,
  holdPlaces,
  isNearLimit,
  type Places,
  placesOf,
} from '#server/policy/standing.ts'
import { type TemplateName, type TemplatesKnown, templatesFor } from '#server/whatsapp/template/facts.ts'

/** What was read of the workspace and of these customers, for one moment. */
type Known = {
  readonly books: Books
  readonly ask: Prospect
  readonly templates: TemplatesKnown
  readonly used: Used
  readonly clocks: ReadonlyMap<string, Omit<PairClock, 'heardAt'>>
  readonly places: ReadonlyMap<string, Places>
  readonly held: ReadonlyMap<string, number>
  readonly account: Pick<SendFacts, 'account'>
  readonly spent: bigint
  readonly reserved: bigint
}

/** Reads what the gate must know before templates go to these customers. */
export function foreseeWith(library: Library) {
  return async (query: Query, workspaceId: string, ask: Prospect): Promise<Foresight> => {
    const { pairs, drafts, now, automatic } = ask
    const books = await library.of(query, workspaceId, automatic)
    const month = monthOf(dayOf(now, books.zone))
    const names = drafts.flatMap((draft) => (draft.kind === 'template' ? [draft] : []))
    const standing = { pairs, now, zone: books.zone, regime: books.regime }
    const [templates, counts, clocks, found, held, account, sums] = await Promise.all([
      templatesFor(query, workspaceId, names),
      countsOf(query, workspaceId, [month]),
      clocksOf(query, workspaceId, pairs),
      placesOf(query, workspaceId, standing),
      heldUntil(query, workspaceId, pairs, now),
      accountSaid(query, workspaceId),
      spentOf(query, { workspaceId, month, currency: books.currency }, now),
    ])
    let places = found
    if (names.length > 0 && isNearLimit(found, pairs, now)) {
      await holdPlaces(query, workspaceId)
      places = await placesOf(query, workspaceId, standing)
    }
    const used: Used = (counter) => counts.get(counterKey(counter)) ?? 0
    return foresightOf({
      ...{ books, ask, templates, used, clocks, places, held, account },
      ...sums,
    })
  }
}

function foresightOf(known: Known): Foresight {
  const { books, ask, templates } = known
  let reserved = known.reserved
  const begun = new Map<string, Set<string>>()
  const { scope } = limitEraOf(dayOf(ask.now, books.zone), books.regime)
  const sharerOf = ({ numberId }: Pair) => (scope === 'portfolio' ? '' : numberId)
  const costs = (draft: Draft, pair: Pair) => costOf(known, draft, pair)
  return {
    templateOf: templates.templateOf,
    costOf: costs,
    pricesFor: (pair) => pricesOf(clockOf(known, pair), ask.now, tariffOf(known, pair)),
    factsOf: (draft, pair) => {
      const shared = { templates: templates.offered, ...known.account }
      if (draft.kind !== 'template') return shared
      const template = factsOf(templates, draft)
      const budget = books.budget === null ? null : { limit: books.budget, spent: known.spent, reserved }
      return {
        ...shared,
        ...(template === undefined ? {} : { template }),
        ...heldOf(known, pair),
        cost: costs(draft, pair),
        budget,
        limit: limitOf(known.places.get(pair.numberId), pair, begun.get(sharerOf(pair)), ask.now),
      }
    },
    expenseOf: (draft, pair) => {
      if (draft.kind !== 'template') return null
      const { amount, currency } = costs(draft, pair)
      const micros = amount === null ? 0n : microOf(amount)
      assert(micros !== null, 'an estimate is an amount')
      return {
        contactId: pair.contactId,
        at: ask.now,
        lapsesAt: ask.now + lifetimeOf(factsOf(templates, draft) ?? UNKNOWN) + REPORT_LATE,
        outside: !isWindowOpen(pair.lastInboundAt, ask.now),
        month: monthOf(dayOf(ask.now, books.zone)),
        currency,
        micros: String(micros),
      }
    },
    took: ({ micros, outside }, pair) => {
      reserved += BigInt(micros)
      const sharer = sharerOf(pair)
      if (outside) begun.set(sharer, (begun.get(sharer) ?? new Set()).add(pair.contactId))
    },
  }
}

/** What Meta delivered at the last moment may be reported so much later. */
const REPORT_LATE: Millis = HOUR
/** A template that nobody knows is given up as late as Meta gives up any. */
const UNKNOWN = { category: '' } as const

function costOf(known: Known, draft: Draft, pair: Pair): Cost {
  const template = draft.kind === 'template' ? factsOf(known.templates, draft) : undefined
  return estimateOf(clockOf(known, pair), categoryOf(draft, template), known.ask.now, tariffOf(known, pair))
}

function factsOf(
  { templateOf }: TemplatesKnown,
  { name, language }: TemplateName,
): TemplateFacts | null | undefined {
  const template = templateOf(name, language)
  return template ? template.facts : template
}

function tariffOf({ books, ask, used }: Known, { to, numberId }: Pair): Tariff {
  return tariffAt(ask.now, to, accountOf(books, numberId), used)
}

function clockOf({ clocks }: Known, { numberId, contactId, lastInboundAt }: Pair): PairClock {
  return { ...(clocks.get(`${numberId} ${contactId}`) ?? NO_CLOCK), heardAt: lastInboundAt }
}

const NO_CLOCK: Omit<PairClock, 'heardAt'> = { entryAt: null, entryEndsAt: null, conversations: {} }

function heldOf({ held }: Known, { contactId }: Pair): Pick<SendFacts, 'marketingHeldUntil'> {
  const until = held.get(contactId)
  return until === undefined ? {} : { marketingHeldUntil: until }
}

/** The places that were taken before this batch, and those that it took itself: these leave last. */
function limitOf(
  places: Places | undefined,
  { contactId }: Pair,
  begun: ReadonlySet<string> | undefined,
  now: Millis,
): LimitUse | null {
  if (!places) return null
  const { max, counted } = places
  const fresh = [...(begun ?? [])].filter((contact) => !counted.has(contact)).length
  const used = places.used + fresh
  const isCounted = counted.has(contactId) || (begun?.has(contactId) ?? false)
  const isFilled = max !== null && places.used < max && used >= max
  return {
    max,
    used,
    isCounted,
    nextSlotAt: isFilled ? (places.freesAt ?? now + LIMIT_PERIOD) : places.nextSlotAt,
  }
}
