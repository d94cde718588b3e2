import type { Costs } from '#core/policy/api.ts'
import { placeInMonth } from '#core/policy/price/day.ts'
import { microOf } from '#core/policy/price/micro.ts'
import { useFormats } from '#web/base/format.ts'
import { shareOf } from '#web/base/money.ts'
import { useSums } from '#web/base/use-money.ts'
import { useWords } from '#web/policy/words.ts'
import { Card } from '#web/ui/Card.tsx'
import { cx } from '#web/ui/cx.ts'

/** A bar per day of the month: its cost, or, where nothing cost anything, how many messages it had. The table says the same to those who do not see it. */
export function DayChart({ costs }: { costs: Costs }) {
  const t = useWords()
  const money = useSums()
  const { number } = useFormats()
  const { month, days, currency, today } = costs
  const known = new Map(days.map((day) => [day.day, day]))
  const isFree = days.every(({ amount }) => microOf(amount) === 0n)
  const dearest = days.reduce(
    (most, { amount }) => ((microOf(amount) ?? 0n) > (microOf(most) ?? 0n) ? amount : most),
    '0.0000',
  )
  const busiest = Math.max(1, ...days.map(({ messages }) => messages))
  const all = Array.from(
    { length: placeInMonth(`${month}-01`).days },
    (_, at) => `${month}-${String(at + 1).padStart(2, '0')}`,
  )
  return (
    <Card
      title={t('perDay')}
      action={
        <span className="tnum text-fg-3 text-xs">
          {isFree ? t('messages', { count: busiest }) : money(dearest, currency)}
        </span>
      }
    >
      <div aria-hidden className="flex h-36 items-end gap-[3px] border-line border-b">
        {all.map((day) => {
          const one = known.get(day)
          const share = one ? (isFree ? (one.messages / busiest) * 100 : shareOf(one.amount, dearest)) : 0
          return (
            <div
              key={day}
              title={
                one && `${day} · ${money(one.amount, currency)} · ${t('messages', { count: one.messages })}`
              }
              className="flex h-full min-w-0 flex-1 items-end"
            >
              <div
                className={cx('w-full rounded-t-[3px]', day === today ? 'bg-brand' : 'bg-brand/55')}
                style={{ height: one ? `max(3px, ${share}%)` : 0 }}
              />
            </div>
          )
        })}
      </div>
      <div aria-hidden className="tnum mt-1 flex justify-between text-2xs text-fg-3">
        <span>1</span>
        <span>{number(Math.ceil(all.length / 2))}</span>
        <span>{number(all.length)}</span>
      </div>
      <table className="sr-only">
        <caption>{t('perDayOf')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('day')}</th>
            <th scope="col">{t('columnMessages')}</th>
            <th scope="col">{t('columnAmount')}</th>
          </tr>
        </thead>
        <tbody>
          {days.map(({ day, messages, amount }) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              <td>{number(messages)}</td>
              <td>{money(amount, currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
