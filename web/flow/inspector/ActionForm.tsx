import type { FieldType } from '#core/contact/field/value.ts'
import type { Action } from '#core/flow/nodes/action.ts'
import { OptionalDuration } from '#web/flow/control/DurationField.tsx'
import { FieldPicker } from '#web/flow/control/FieldPicker.tsx'
import { TagPicker } from '#web/flow/control/pickers.tsx'
import { ZonePicker } from '#web/flow/control/ZonePicker.tsx'
import { AssignForm, CareHint, ChatForm, NotifyForm } from '#web/flow/inspector/CareForms.tsx'
import { FormulaEditor } from '#web/flow/inspector/FormulaEditor.tsx'
import { EventForm, SequenceForm } from '#web/flow/inspector/HappenForms.tsx'
import { TextEditor } from '#web/flow/inspector/TextEditor.tsx'
import { useWords } from '#web/flow/use-words.ts'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Select } from '#web/ui/Select.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

const VALUE_MAX = 4000
const AMOUNT_MAX = 200

type Of<D extends Action['do']> = Extract<Action, { do: D }>
/** `typing` names what is being typed, so that one undo takes all of it back. */
type Change = (action: Action, typing?: string) => void

/** The form of one action. */
export function ActionForm({ action, onChange }: { readonly action: Action; readonly onChange: Change }) {
  const words = useWords()
  switch (action.do) {
    case 'setField':
    case 'addToList':
    case 'removeFromList':
      return <ValueForm action={action} onChange={onChange} />
    case 'formula':
      return <FormulaForm action={action} onChange={onChange} />
    case 'addNumber':
      return <NumberForm action={action} onChange={onChange} />
    case 'copyField':
      return (
        <>
          <Target action={action} onChange={onChange} />
          <FieldPicker
            reads="all"
            label={words('action.source')}
            value={action.source}
            onChange={(source) => source && onChange({ ...action, source })}
          />
        </>
      )
    case 'clearField':
      return <Target action={action} onChange={onChange} />
    case 'addTag':
    case 'removeTag':
      return (
        <TagPicker
          label={words('action.tag')}
          value={action.tag}
          onChange={(tag) => tag && onChange({ ...action, tag })}
        />
      )
    case 'setLanguage':
      return <LanguageForm action={action} onChange={onChange} />
    case 'marketing':
      return (
        <>
          <Segmented
            wide
            size="sm"
            label={words('do.marketing')}
            value={action.is}
            onChange={(is) => onChange({ ...action, is })}
            options={[
              { value: 'stop', label: words('marketing.stop') },
              { value: 'resume', label: words('marketing.resume') },
            ]}
          />
          <p className="text-fg-3 text-xs">{words(`marketing.${action.is}Hint`)}</p>
        </>
      )
    case 'setZone':
      return (
        <ZonePicker
          label={words('wait.zone')}
          value={action.zone ?? ''}
          onChange={(zone) => onChange({ ...action, zone: zone || null })}
        />
      )
    case 'event':
      return <EventForm action={action} onChange={onChange} />
    case 'sequence':
      return <SequenceForm action={action} onChange={onChange} />
    case 'pauseBot':
      return (
        <OptionalDuration
          label={words('action.pauseFor')}
          hint={words('action.pauseHint')}
          value={action.for}
          usual={{ amount: 1, unit: 'hour' }}
          onChange={(length) => onChange(length ? { do: 'pauseBot', for: length } : { do: 'pauseBot' })}
        />
      )
    case 'assign':
      return <AssignForm action={action} onChange={onChange} />
    case 'unassign':
      return <CareHint name="assign.noneHint" />
    case 'resumeBot':
      return <CareHint name="action.resumeHint" />
    case 'chat':
      return <ChatForm action={action} onChange={onChange} />
    case 'notify':
      return <NotifyForm action={action} onChange={onChange} />
    case 'note':
      return (
        <TextEditor
          label={words('action.note')}
          value={action.text}
          max={VALUE_MAX}
          rows={2}
          isPlain
          onChange={(text) => onChange({ ...action, text }, 'text')}
        />
      )
  }
}

type TargetProps = {
  readonly action: Extract<Action, { field: string }>
  readonly type?: FieldType
  readonly onChange: Change
}

function Target({ action, type, onChange }: TargetProps) {
  const words = useWords()
  return (
    <FieldPicker
      label={words('action.field')}
      value={action.field}
      {...(type && { type })}
      onChange={(field) => field && onChange({ ...action, field })}
    />
  )
}

type ValueProps = {
  readonly action: Of<'setField' | 'addToList' | 'removeFromList'>
  readonly onChange: Change
}

function ValueForm({ action, onChange }: ValueProps) {
  const words = useWords()
  return (
    <>
      <Target action={action} type={action.do === 'setField' ? 'text' : 'list'} onChange={onChange} />
      <TextEditor
        label={words('action.value')}
        value={action.value}
        max={VALUE_MAX}
        rows={1}
        isPlain
        onChange={(value) => onChange({ ...action, value }, 'value')}
      />
    </>
  )
}

function FormulaForm({ action, onChange }: { readonly action: Of<'formula'>; readonly onChange: Change }) {
  const words = useWords()
  return (
    <>
      <Target action={action} type="number" onChange={onChange} />
      <FormulaEditor
        label={words('rule.formula')}
        value={action.formula}
        wanted={{ field: action.field }}
        onChange={(formula) => onChange({ ...action, formula }, 'formula')}
      />
    </>
  )
}

function NumberForm({ action, onChange }: { readonly action: Of<'addNumber'>; readonly onChange: Change }) {
  const words = useWords()
  return (
    <>
      <Target action={action} type="number" onChange={onChange} />
      <div className="flex items-center gap-2">
        <Segmented
          size="sm"
          label={words('action.way')}
          value={action.way}
          onChange={(way) => onChange({ ...action, way })}
          options={[
            { value: 'plus', label: words('action.plus') },
            { value: 'minus', label: words('action.minus') },
          ]}
        />
        <TextInput
          aria-label={words('action.by')}
          inputMode="decimal"
          value={action.by}
          maxLength={AMOUNT_MAX}
          onChange={(by) => onChange({ ...action, by }, 'by')}
        />
      </div>
    </>
  )
}

function LanguageForm({
  action,
  onChange,
}: {
  readonly action: Of<'setLanguage'>
  readonly onChange: Change
}) {
  const words = useWords()
  return (
    <Select<'id' | 'en' | 'workspace'>
      label={words('do.setLanguage')}
      value={action.language ?? 'workspace'}
      onChange={(language) => onChange({ ...action, language: language === 'workspace' ? null : language })}
      options={[
        { value: 'id', label: words('language.id') },
        { value: 'en', label: words('language.en') },
        { value: 'workspace', label: words('language.workspace') },
      ]}
    />
  )
}
