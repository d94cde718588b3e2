import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Rule } from '#core/flow/rule.ts'
import { orpc } from '#web/base/query.ts'
import { useCareWords } from '#web/flow/care-words.ts'
import { OptionalDuration } from '#web/flow/control/DurationField.tsx'
import { NumberPicker, SegmentPicker, TeamPicker } from '#web/flow/control/refs.tsx'
import { useWords } from '#web/flow/use-words.ts'
import { Select } from '#web/ui/Select.tsx'

type Of<F extends Rule['fact']> = Extract<Rule, { fact: F }>
type Props<F extends Rule['fact']> = { readonly rule: Of<F>; readonly onChange: (rule: Rule) => void }

export function SegmentRule({ rule, onChange }: Props<'segment'>) {
  const words = useWords()
  const care = useCareWords()
  return (
    <>
      <Select
        label={words('rule.comparison')}
        value={rule.is}
        options={[
          { value: 'in', label: care('rule.in') },
          { value: 'out', label: care('rule.out') },
        ]}
        onChange={(is) => onChange({ ...rule, is })}
      />
      <SegmentPicker
        label={words('fact.segment')}
        value={rule}
        onChange={(chosen) => onChange({ ...rule, ...chosen })}
      />
    </>
  )
}

/** The hours are the workspace's; where none are kept, the way to set them. */
export function HoursRule({ rule, onChange }: Props<'hours'>) {
  const words = useWords()
  return (
    <>
      <Select
        label={words('rule.comparison')}
        value={rule.is}
        options={[
          { value: 'open', label: words('rule.hours.open') },
          { value: 'closed', label: words('rule.hours.closed') },
        ]}
        onChange={(is) => onChange({ ...rule, is })}
      />
      <HoursHint />
    </>
  )
}

export function HoursHint() {
  const care = useCareWords()
  const kept = useQuery(orpc.workspace.hours.queryOptions()).data
  if (!kept) return null
  return (
    <p className="text-fg-3 text-xs">
      {care(kept.hours ? 'hours.kept' : 'hours.unset')}{' '}
      <Link to="/settings" search={{ tab: 'workspace' } as never} className="text-brand-soft-fg underline">
        {care('hours.set')}
      </Link>
    </p>
  )
}

export function NumberRule({ rule, onChange }: Props<'number'>) {
  const words = useWords()
  const care = useCareWords()
  return (
    <>
      <Select
        label={words('rule.comparison')}
        value={rule.is}
        options={[
          { value: 'is', label: care('rule.numberIs') },
          { value: 'not', label: care('rule.numberNot') },
          { value: 'test', label: words('rule.number.test') },
          { value: 'real', label: words('rule.number.real') },
        ]}
        onChange={(is) => onChange({ ...rule, is })}
      />
      {(rule.is === 'is' || rule.is === 'not') && (
        <NumberPicker
          label={words('fact.number')}
          value={rule}
          onChange={(chosen) => onChange({ ...rule, ...chosen })}
        />
      )}
    </>
  )
}

export function AdRule({ rule, onChange }: Props<'ad'>) {
  const words = useWords()
  const care = useCareWords()
  const { within: _, ...bare } = rule
  return (
    <>
      <Select
        label={words('rule.comparison')}
        value={rule.is}
        options={[
          { value: 'came', label: words('rule.ad.came') },
          { value: 'not', label: words('rule.ad.not') },
        ]}
        onChange={(is) => onChange({ ...rule, is })}
      />
      <OptionalDuration
        label={care('rule.adWithin')}
        value={rule.within}
        usual={{ amount: 3, unit: 'day' }}
        onChange={(within) => onChange(within ? { ...bare, within } : bare)}
      />
    </>
  )
}

export function AgentRule({ rule, onChange }: Props<'agent'>) {
  const words = useWords()
  const care = useCareWords()
  return (
    <>
      <Select
        label={care('rule.agentOf')}
        value={rule.of}
        options={(['anyone', 'team', 'assigned'] as const).map((of) => ({
          value: of,
          label: care(`agent.${of}`),
        }))}
        onChange={(of) => onChange({ ...rule, of })}
      />
      {rule.of === 'team' && (
        <TeamPicker
          label={care('agent.team')}
          value={rule}
          onChange={(chosen) => onChange({ ...rule, ...chosen })}
        />
      )}
      <Select
        label={words('rule.comparison')}
        value={rule.is}
        options={[
          { value: 'online', label: care('agent.online') },
          { value: 'offline', label: care('agent.offline') },
        ]}
        onChange={(is) => onChange({ ...rule, is })}
      />
      <p className="text-fg-3 text-xs">{care('agent.hint')}</p>
    </>
  )
}
