import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { SECOND } from '#core/base/time.ts'
import type { Limits, NumberLimit } from '#core/policy/api.ts'
import type { PhoneNumber } from '#core/whatsapp/api.ts'
import { orpc } from '#web/base/query.ts'
import { Card } from '#web/ui/Card.tsx'
import { Meter } from '#web/ui/Meter.tsx'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'
import { useWorkspaceFormats } from '#web/workspace/zone.ts'

/** Places become free by the clock alone. */
const ASK_EVERY_MS = 30 * SECOND
const NEARLY = 0.8

/** How many customers may still be written first: used and left of the last 24 hours, and what raises it. */
export function LimitCard({ numbers }: { numbers: readonly PhoneNumber[] }) {
  const t = useChannelWords()
  const limits = useQuery(orpc.policy.limits.queryOptions({ refetchInterval: ASK_EVERY_MS })).data
  if (!limits || limits.numbers.length === 0) return null
  const shown = together(limits)
  const isShared = shown.length === 1 && limits.scope === 'portfolio'
  return (
    <Card title={t('limitTitle')} bodyClass="px-4 pb-4">
      <ul className="space-y-4">
        {shown.map((limit) => {
          const number = numbers.find(({ id }) => id === limit.numberId)
          return (
            <li key={limit.numberId} className="space-y-1.5">
              {!isShared && number && (
                <p className="font-medium text-sm">
                  {number.name || number.display}{' '}
                  <span className="tnum font-normal text-fg-3">{number.display}</span>
                </p>
              )}
              <Used limit={limit} now={limits.now} />
              <Next limit={limit} />
            </li>
          )
        })}
      </ul>
      <p className="mt-3 text-fg-3 text-sm">{t(isShared ? 'limitShared' : 'limitEach')}</p>
      {numbers.some(({ quality, test }) => quality === 'RED' && !test) && (
        <p className="mt-3 text-danger-fg text-sm">{t('limitLowQuality')}</p>
      )}
    </Card>
  )
}

/** Numbers that share one limit are one line. */
function together({ scope, numbers }: Limits): readonly NumberLimit[] {
  const [first] = numbers
  const isOne = scope === 'portfolio' && numbers.every(({ max }) => max === first?.max)
  return isOne && first ? [first] : numbers
}

function Used({ limit: { max, used, left, freesAt }, now }: { limit: NumberLimit; now: number }) {
  const t = useChannelWords()
  const { number, moment, span } = useWorkspaceFormats()
  if (max === null || left === null)
    return <p className="text-sm">{t('limitUnlimited', { used: number(used) })}</p>
  const tone = left === 0 ? 'danger' : used >= max * NEARLY ? 'warn' : 'brand'
  const facts = { used: number(used), max: number(max), left: number(left) }
  return (
    <>
      <div className="tnum flex flex-wrap items-baseline gap-x-3 text-sm">
        <span>{t('limitUsed', facts)}</span>
        <span className={left === 0 ? 'ml-auto font-semibold text-danger-fg' : 'ml-auto font-semibold'}>
          {t('limitLeft', facts)}
        </span>
      </div>
      <Meter value={used} max={max} tone={tone} label={t('limitUsed', facts)} />
      {freesAt !== null && (
        <p className="tnum text-fg-2 text-sm">
          {t('limitFrees', { at: moment(freesAt), left: span(Math.max(0, freesAt - now)) })}
        </p>
      )}
    </>
  )
}

function Next({ limit: { next, max, highest } }: { limit: NumberLimit }) {
  const t = useChannelWords()
  const { number } = useWorkspaceFormats()
  if (!next) return highest && max !== null && <p className="text-fg-2 text-sm">{t('limitTop')}</p>
  const { customers, days, reached, byVerification, isMet } = next
  const facts = {
    max: next.max === null ? t('limitNone') : number(next.max),
    customers: number(customers ?? 0),
    days: number(days),
    reached: number(reached ?? 0),
  }
  return (
    <p className="text-fg-2 text-sm">
      {t(byVerification ? (customers === null ? 'limitVerify' : 'limitVerifyOr') : 'limitByUse', facts)}
      {reached !== null && ` ${t(isMet ? 'limitMet' : 'limitReached', facts)}`}
      {byVerification && (
        <>
          {' '}
          <Link
            to="/channels/verification"
            className="font-medium text-brand-soft-fg underline-offset-2 hover:underline"
          >
            {t('verification')}
          </Link>
        </>
      )}
    </p>
  )
}
