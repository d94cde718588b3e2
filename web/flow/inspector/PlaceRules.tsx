import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Rule } from '#core/flow/rule.ts'
import { orpc } from '#web/base/query.ts'
import { useCareWords } from '#web/flow/care-words.ts'
import { OptionalDuration } from '#web/flow/control/DurationField.tsx'
import { NumberPicker, SegmentPicker, TeamPicker } from '#web/flow/control/refs.tsx'
import { IsSelect } from '#web/flow/inspector/IsSelect.tsx'
import { useWords } from '#web/flow/use-words.ts'
import { Select } from '#web/ui/Select.tsx'

type Of<F extends Rule['fact']> = Extract<Rule, { fact: F }>
type Props<F extends Rule['fact']> = { readonly rule: Of<F>; readonly onChange: (rule: Rule) => void }

export function SegmentRule({ rule, onChange }: Props<'segment'>) {
  const words = useWords()
  const care = useCareWords()
  return (
    <>
      <IsSelect
        value={rule.is}
        labels={{ in: care('rule.in'), out: care('rule.out') }}
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
      <IsSelect
        value={rule.is}
        labels={{ open: words('rule.hours.open'), closed: words('rule.hours.closed') }}
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
      <IsSelect
        value={rule.is}
        labels={{
          is: care('rule.numberIs'),
          not: care('rule.numberNot'),
          test: words('rule.number.test'),
          real: words('rule.number.real'),
        }}
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
      <IsSelect
        value={rule.is}
        labels={{ came: words('rule.ad.came'), not: words('rule.ad.not') }}
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
      <IsSelect
        value={rule.is}
        labels={{ online: care('agent.online'), offline: care('agent.offline') }}
        onChange={(is) => onChange({ ...rule, is })}
      />
      <p className="text-fg-3 text-xs">{care('agent.hint')}</p>
    </>
  )
}
