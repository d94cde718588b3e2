import { Store } from 'lucide-react'
import type { FieldType } from '#core/contact/field/value.ts'
import { type Comparison, comparisonsOf } from '#core/flow/compare.ts'
import type { Rule } from '#core/flow/rule.ts'
import { typeNamed } from '#core/flow/text/system.ts'
import { useCareWords } from '#web/flow/care-words.ts'
import { DayPicker } from '#web/flow/control/DayPicker.tsx'
import { OptionalDuration } from '#web/flow/control/DurationField.tsx'
import { FieldPicker } from '#web/flow/control/FieldPicker.tsx'
import { useFields, useZone } from '#web/flow/control/fields.ts'
import { TagPicker } from '#web/flow/control/pickers.tsx'
import { ZonePicker } from '#web/flow/control/ZonePicker.tsx'
import { comparisonKey } from '#web/flow/drawing/summary.ts'
import { FormulaEditor } from '#web/flow/inspector/FormulaEditor.tsx'
import { IsSelect } from '#web/flow/inspector/IsSelect.tsx'
import { AdRule, AgentRule, HoursRule, NumberRule, SegmentRule } from '#web/flow/inspector/PlaceRules.tsx'
import { useWords } from '#web/flow/use-words.ts'
import { Button } from '#web/ui/Button.tsx'
import { Select } from '#web/ui/Select.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { ClockInput } from '#web/workspace/ClockInput.tsx'

type Of<F extends Rule['fact']> = Extract<Rule, { fact: F }>
type Change = (rule: Rule, field?: string) => void
type Props = {
  readonly rule: Rule
  readonly onChange: Change
  /** What may be looked at; everything unless told. */
  readonly facts?: readonly Rule['fact'][]
  /** Many people are looked at in one question: only fields that contacts themselves have. */
  readonly ofContacts?: boolean
  /** The field that most likely is meant; without it the first. */
  readonly likely?: () => string | undefined
}

const FACTS = [
  ...(['field', 'tag', 'segment', 'window', 'hours', 'time'] as const),
  ...(['agent', 'number', 'ad', 'formula'] as const),
]
const VALUE_MAX = 1000

/** One rule of a condition: what is looked at, how, and against what. */
export function RuleEditor({ rule, onChange, facts = FACTS, ofContacts = false, likely }: Props) {
  const words = useWords()
  const zone = useZone()
  const { fields, tags } = useFields()
  const setFact = (fact: Rule['fact']) => {
    if (fact === rule.fact) return
    const field = likely?.() ?? fields[0]?.key ?? 'catatan'
    // whom a list of people holds is chosen, never guessed
    onChange(blank(fact, { field, tag: ofContacts ? '' : (tags[0] ?? 'baru'), zone }))
  }
  return (
    <>
      <Select
        label={words('rule.fact')}
        value={rule.fact}
        onChange={setFact}
        options={facts.map((fact) => ({ value: fact, label: words(`fact.${fact}`) }))}
      />
      {rule.fact === 'field' && (
        <FieldRule rule={rule} reads={ofContacts ? 'contact' : 'all'} onChange={onChange} />
      )}
      {rule.fact === 'formula' && (
        <FormulaEditor
          label={words('rule.formula')}
          value={rule.formula}
          wanted="boolean"
          onChange={(formula) => onChange({ ...rule, formula }, 'formula')}
        />
      )}
      {rule.fact === 'tag' && <TagRule rule={rule} onChange={onChange} />}
      {rule.fact === 'window' && <WindowRule rule={rule} onChange={onChange} />}
      {rule.fact === 'time' && <TimeRule rule={rule} onChange={onChange} />}
      {rule.fact === 'segment' && <SegmentRule rule={rule} onChange={onChange} />}
      {rule.fact === 'hours' && <HoursRule rule={rule} onChange={onChange} />}
      {rule.fact === 'agent' && <AgentRule rule={rule} onChange={onChange} />}
      {rule.fact === 'number' && <NumberRule rule={rule} onChange={onChange} />}
      {rule.fact === 'ad' && <AdRule rule={rule} onChange={onChange} />}
    </>
  )
}

/** Comparisons that need nothing to compare with. */
const BARE: ReadonlySet<Comparison> = new Set(['filled', 'empty', 'true', 'false'])

type FieldRuleProps = { rule: Of<'field'>; reads: 'contact' | 'all'; onChange: Change }

function FieldRule({ rule, reads, onChange }: FieldRuleProps) {
  const words = useWords()
  const { catalogue } = useFields()
  const type = typeNamed(catalogue, rule.field)
  const offered = comparisonsOf(type)
  const all = offered.includes(rule.is) ? offered : [rule.is, ...offered]
  const pick = (field: string | undefined) => {
    if (!field) return
    const fits = comparisonsOf(typeNamed(catalogue, field))
    onChange({ ...rule, field, is: fits.includes(rule.is) ? rule.is : (fits[0] ?? 'filled') })
  }
  return (
    <>
      <FieldPicker reads={reads} label={words('action.field')} value={rule.field} onChange={pick} />
      <Select
        label={words('rule.comparison')}
        value={rule.is}
        options={all.map((is) => ({ value: is, label: words(comparisonKey(is, type)) }))}
        onChange={(is) => onChange({ ...rule, is })}
      />
      {!BARE.has(rule.is) && (
        <ValueInput
          label={words('rule.value')}
          type={isDays(rule.is) ? 'number' : type}
          value={rule.value}
          onChange={(value) => onChange({ ...rule, value }, 'value')}
        />
      )}
      {rule.is === 'between' && (
        <ValueInput
          label={words('rule.upTo')}
          type={type}
          value={rule.upTo ?? ''}
          onChange={(upTo) => onChange({ ...rule, upTo }, 'upTo')}
        />
      )}
    </>
  )
}

function isDays(is: Comparison): boolean {
  return is === 'past-days' || is === 'next-days'
}

type ValueProps = {
  readonly label: string
  readonly type: FieldType | undefined
  readonly value: string
  readonly onChange: (value: string) => void
}

/** What a field is compared with: a day is picked, everything else is typed and may hold merge fields. */
function ValueInput({ label, type, value, onChange }: ValueProps) {
  const isDay = type === 'date' && !value.includes('{{')
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      type={isDay ? 'date' : 'text'}
      {...(type === 'number' ? { inputMode: 'decimal' as const } : {})}
      value={value}
      maxLength={VALUE_MAX}
      onChange={onChange}
    />
  )
}

function TagRule({ rule, onChange }: { rule: Of<'tag'>; onChange: Change }) {
  const words = useWords()
  return (
    <>
      <IsSelect
        value={rule.is}
        labels={{ has: words('rule.has'), lacks: words('rule.lacks') }}
        onChange={(is) => onChange({ ...rule, is })}
      />
      <TagPicker
        label={words('action.tag')}
        value={rule.tag}
        onChange={(tag) => tag && onChange({ ...rule, tag })}
      />
    </>
  )
}

function WindowRule({ rule, onChange }: { rule: Of<'window'>; onChange: Change }) {
  const words = useWords()
  const { left: _, ...bare } = rule
  return (
    <>
      <IsSelect
        value={rule.is}
        labels={{ open: words('rule.window.open'), closed: words('rule.window.closed') }}
        onChange={(is) => onChange({ ...rule, is })}
      />
      {rule.is === 'open' && (
        <OptionalDuration
          label={words('rule.left')}
          value={rule.left}
          usual={{ amount: 1, unit: 'hour' }}
          onChange={(left) => onChange(left ? { ...bare, left } : bare)}
        />
      )}
    </>
  )
}

function TimeRule({ rule, onChange }: { rule: Of<'time'>; onChange: Change }) {
  const words = useWords()
  const care = useCareWords()
  const setClock = (clock: string, which: 'from' | 'to') => onChange({ ...rule, [which]: clock }, which)
  return (
    <>
      <IsSelect
        value={rule.is}
        labels={{ within: words('rule.within'), outside: words('rule.outside') }}
        onChange={(is) => onChange({ ...rule, is })}
      />
      <div className="flex items-center gap-2">
        <ClockInput
          aria-label={words('rule.from')}
          value={rule.from}
          onChange={(clock) => setClock(clock, 'from')}
        />
        <span aria-hidden>–</span>
        <ClockInput
          aria-label={words('rule.to')}
          value={rule.to}
          onChange={(clock) => setClock(clock, 'to')}
        />
      </div>
      <DayPicker days={rule.days} onChange={(days) => onChange({ ...rule, days })} />
      <ZonePicker
        label={words('wait.zone')}
        value={rule.zone}
        onChange={(zone) => onChange({ ...rule, zone })}
      />
      <Button
        size="sm"
        tone="ghost"
        icon={<Store />}
        onClick={() => onChange({ fact: 'hours', is: rule.is === 'within' ? 'open' : 'closed' })}
      >
        {care('hours.use')}
      </Button>
    </>
  )
}

function blank(fact: Rule['fact'], first: { field: string; tag: string; zone: string }): Rule {
  switch (fact) {
    case 'field':
      return { fact, field: first.field, is: 'filled', value: '' }
    case 'formula':
      return { fact, formula: '' }
    case 'tag':
      return { fact, tag: first.tag, is: 'has' }
    case 'window':
      return { fact, is: 'open' }
    case 'time':
      return { fact, is: 'within', from: '08:00', to: '17:00', days: [1, 2, 3, 4, 5], zone: first.zone }
    case 'segment':
      return { fact, is: 'in', ref: '', name: '' }
    case 'hours':
      return { fact, is: 'open' }
    case 'agent':
      return { fact, is: 'online', of: 'anyone', ref: '', name: '' }
    case 'number':
      return { fact, is: 'is', ref: '', name: '' }
    case 'ad':
      return { fact, is: 'came' }
  }
}
