import type { Costs } from '#core/policy/api.ts'
import { cardOn } from '#core/policy/card/card.ts'
import { levelOf, percentOf } from '#core/policy/level.ts'
import { counterKey } from '#core/policy/price/counter.ts'
import { dayOf, type Month, monthOf } from '#core/policy/price/day.ts'
import { allowanceLeft, projectMonth } from '#core/policy/price/forecast.ts'
import { microText } from '#core/policy/price/micro.ts'
import { regimeOn, within } from '#core/policy/price/regime.ts'
import type { Query } from '#server/base/db.ts'
import { countsOf } from '#server/policy/bills.ts'
import { accountOf, type Books } from '#server/policy/books.ts'
import {
  daysOf,
  monthsOf,
  otherCurrencies,
  type Sought,
  type SumRow,
  spentOf,
  sumsBy,
  sumsByBot,
  sumsByBroadcast,
  sumsByNumber,
  totalOf,
} from '#server/policy/costs.ts'
import { listNumbers } from '#server/whatsapp/store.ts'

type Asked = { readonly workspaceId: string; readonly month: Month | undefined; readonly now: number }

/** A month of the ledger as the page shows it; without a month the present one. */
export async function costsOf(query: Query, books: Books, asked: Asked): Promise<Costs> {
  const { workspaceId, now } = asked
  const { zone, currency } = books
  const today = dayOf(now, zone)
  const month = asked.month ?? monthOf(today)
  const sought: Sought = { workspaceId, month, currency }
  const [total, days, category, market, number, bot, broadcast, template, others, months, spent] =
    await Promise.all([
      totalOf(query, sought),
      daysOf(query, sought),
      sumsBy(query, 'category', sought),
      sumsBy(query, 'market', sought),
      sumsByNumber(query, sought),
      sumsByBot(query, sought),
      sumsByBroadcast(query, sought),
      sumsBy(query, 'template', sought),
      otherCurrencies(query, sought),
      monthsOf(query, workspaceId),
      spentOf(query, sought, now),
    ])
  const isNow = month === monthOf(today)
  const regime = books.regime ?? regimeOn(today)
  return {
    month,
    months: [...new Set([monthOf(today), month, ...months])].sort().reverse(),
    today,
    currency,
    total: rowAs(total),
    forecast: isNow ? microText(projectMonth(spent.spent, today)) : null,
    // what is on its way will be booked in the present month
    budget: budgetOf(books, isNow ? spent : { ...spent, reserved: 0n }),
    allowances: isNow ? await allowancesOf(query, books, { workspaceId, month, today }) : [],
    regime: { id: regime.id, isHeld: books.regime !== null },
    card: cardOn(books.cards, { unit: regime.unit, currency }, within(today, regime))?.effective ?? null,
    others: others.map(({ micros, ...other }) => ({ ...other, amount: textOf(micros) })),
    told: total.told,
    differences: { messages: total.differing, amount: textOf(total.differing_micros) },
    days: days.map(({ day, messages, micros }) => ({ day, messages, amount: textOf(micros) })),
    by: {
      category: category.map(rowAs),
      market: market.map(rowAs),
      number: number.map(rowAs),
      bot: bot.map(rowAs),
      broadcast: broadcast.map(rowAs),
      template: template.map(rowAs),
    },
  }
}

function rowAs({ key, name, messages, free, unpriced, micros }: SumRow) {
  return { key, name, messages, free, unpriced, amount: textOf(micros) }
}

function textOf(micros: string): string {
  return microText(BigInt(micros))
}

function budgetOf(
  { budget }: Books,
  { spent, reserved }: { readonly spent: bigint; readonly reserved: bigint },
): Costs['budget'] {
  if (budget === null) return null
  const used = spent + reserved
  return {
    limit: microText(budget),
    spent: microText(spent),
    reserved: microText(reserved),
    percent: percentOf(used, budget),
    level: levelOf(used, budget),
  }
}

/** How many of the month's free ones are left: of each number, or of the account, as the regime shares them. */
async function allowancesOf(
  query: Query,
  books: Books,
  {
    workspaceId,
    month,
    today,
  }: { readonly workspaceId: string; readonly month: Month; readonly today: string },
): Promise<Costs['allowances']> {
  const regime = books.regime ?? regimeOn(today)
  const { allowance } = regime
  if (!allowance) return []
  const [counts, numbers] = await Promise.all([
    countsOf(query, workspaceId, [month]),
    listNumbers(query, workspaceId),
  ])
  const sharers =
    allowance.scope === 'waba'
      ? [{ id: '', name: '' }]
      : numbers.map(({ id, name, display }) => ({ id, name: name || display }))
  return sharers.map(({ id, name }) => {
    const { payer } = accountOf(books, id)
    const used = (counter: Parameters<typeof counterKey>[0]) => counts.get(counterKey(counter)) ?? 0
    const left = allowanceLeft({ regime, payer, day: today, card: null, used }) ?? 0
    return { key: id, name, max: allowance.count, used: allowance.count - left, left }
  })
}
