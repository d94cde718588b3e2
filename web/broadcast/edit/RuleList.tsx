import { Plus, X } from 'lucide-react'
import { Suspense } from 'react'
import type { Rule } from '#core/flow/rule.ts'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { cx } from '#web/ui/cx.ts'
import { IconButton } from '#web/ui/IconButton.tsx'
import { patient } from '#web/ui/patient.ts'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'

const RuleEditor = patient(
  async () => (await import('#web/flow/inspector/RuleEditor.tsx')).RuleEditor,
  'early',
)

const RULES_MAX = 20

type Match = 'all' | 'any'
type Props<R extends Rule> = {
  readonly title: string
  readonly rules: readonly R[]
  readonly match: Match
  /** What may be looked at, and what a new rule is. */
  readonly facts: readonly R['fact'][]
  readonly fresh: R
  /** One always stays. */
  readonly isNeeded?: boolean
  /** On a wide page a rule takes one line. */
  readonly isWide?: boolean
  readonly onChange: (change: { rules?: R[]; match?: Match }) => void
}

/** The rules that say which people are meant, and whether all of them must hold. */
export function RuleList<R extends Rule>(props: Props<R>) {
  const { title, rules, match, facts, fresh, isNeeded = false, isWide = false, onChange } = props
  const t = useBroadcastWords()
  const isOne = (rule: Rule): rule is R => facts.some((fact) => fact === rule.fact)
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="font-medium text-sm">{title}</p>
        {rules.length > 1 && (
          <Segmented
            size="sm"
            label={t('match')}
            value={match}
            onChange={(next) => onChange({ match: next })}
            options={[
              { value: 'all', label: t('matchAll') },
              { value: 'any', label: t('matchAny') },
            ]}
          />
        )}
      </div>
      {rules.map((rule, at) => (
        <div key={at} className="flex items-start gap-2 rounded-md bg-sunken p-2.5">
          <div className={cx('grid min-w-0 flex-1 gap-2 sm:grid-cols-2', isWide && 'lg:grid-cols-4')}>
            <Suspense fallback={<Skeleton className="h-8" />}>
              <RuleEditor
                rule={rule}
                ofContacts
                facts={facts}
                onChange={(next) =>
                  isOne(next) && onChange({ rules: rules.map((each, place) => (place === at ? next : each)) })
                }
              />
            </Suspense>
          </div>
          <IconButton
            size="sm"
            label={t('removeRule', { place: at + 1 })}
            disabled={isNeeded && rules.length === 1}
            onClick={() => onChange({ rules: rules.filter((_, place) => place !== at) })}
          >
            <X />
          </IconButton>
        </div>
      ))}
      <Button
        size="sm"
        tone="ghost"
        icon={<Plus />}
        disabled={rules.length >= RULES_MAX}
        onClick={() => onChange({ rules: [...rules, fresh] })}
      >
        {t('addRule')}
      </Button>
    </div>
  )
}
