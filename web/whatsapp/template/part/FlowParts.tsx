import type { TemplateButton } from '#core/whatsapp/template/template.ts'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import {
  FLOW_TARGETS,
  flowTargetOf,
  withFlowOption,
  withFlowTarget,
} from '#web/whatsapp/template/edit/button.ts'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

type FlowButton = Extract<TemplateButton, { kind: 'flow' }>
type Props = { path: string; button: FlowButton; onChange: (next: FlowButton) => void }

/** What a form does when it is opened, as Meta names it; the first is what it does when nothing is said. */
const ACTIONS = ['navigate', 'data_exchange'] as const
const ICONS = ['DOCUMENT', 'PROMOTION', 'REVIEW'] as const

/** Which WhatsApp form a button opens, and on which of its screens. */
export function FlowParts({ path, button, onChange }: Props) {
  const t = useTemplateWords()
  const target = flowTargetOf(button)
  const value = button[target] ?? ''
  const write = (typed: string) => onChange(withFlowTarget(button, target, typed))
  const action = ACTIONS.find((one) => one === button.action) ?? 'navigate'
  const icon = ICONS.find((one) => one === button.icon) ?? 'none'
  return (
    <div className="grid gap-3 sm:grid-cols-2" data-field={path}>
      <Field label={t('flow.target')}>
        <Select
          value={target}
          onChange={(next) => onChange(withFlowTarget(button, next, ''))}
          options={FLOW_TARGETS.map((one) => ({ value: one, label: t(`flow.${one}`) }))}
        />
      </Field>
      <Field label={t(`flow.${target}`)} className={target === 'flowJson' ? 'sm:col-span-2' : undefined}>
        {target === 'flowJson' ? (
          <Textarea rows={4} value={value} onChange={write} className="font-mono text-xs" />
        ) : (
          <TextInput value={value} onChange={write} {...(target === 'flowId' && { inputMode: 'numeric' })} />
        )}
      </Field>
      <Field label={t('flow.action')}>
        <Select
          value={action}
          onChange={(next) => onChange(withFlowOption(button, 'action', next))}
          options={ACTIONS.map((one) => ({ value: one, label: t(`flow.action.${one}`) }))}
        />
      </Field>
      <Field label={t('flow.screen')} hint={t('flow.screenHint')}>
        <TextInput
          value={button.screen ?? ''}
          onChange={(screen) => onChange(withFlowOption(button, 'screen', screen.toUpperCase()))}
        />
      </Field>
      <Field label={t('flow.icon')}>
        <Select
          value={icon}
          onChange={(next) => onChange(withFlowOption(button, 'icon', next === 'none' ? '' : next))}
          options={[
            { value: 'none', label: t('flow.icon.none') },
            ...ICONS.map((one) => ({ value: one, label: t(`flow.icon.${one}`) })),
          ]}
        />
      </Field>
    </div>
  )
}
