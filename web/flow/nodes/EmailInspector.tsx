import { MAIL_LIMITS } from '#core/flow/nodes/email.ts'
import { VariableMenu } from '#web/flow/control/VariableMenu.tsx'
import { TextEditor } from '#web/flow/inspector/TextEditor.tsx'
import type { InspectorProps } from '#web/flow/model/node-of.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Counter, Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

export function EmailInspector({ node, change }: InspectorProps<'email'>) {
  const words = useWords()
  return (
    <>
      <Field label={words('email.to')} hint={words('email.toHint')}>
        <TextInput
          value={node.to}
          maxLength={MAIL_LIMITS.to}
          spellCheck={false}
          placeholder={words('email.toSample')}
          onChange={(to) => change({ to }, 'to')}
        />
      </Field>
      <VariableMenu onPick={(key) => change({ to: `{{${key}}}` }, 'to')} />
      <Field
        label={words('email.subject')}
        counter={<Counter value={node.subject.length} max={MAIL_LIMITS.subject} />}
      >
        <TextInput
          value={node.subject}
          maxLength={MAIL_LIMITS.subject}
          onChange={(subject) => change({ subject }, 'subject')}
        />
      </Field>
      <TextEditor
        label={words('email.text')}
        value={node.text}
        max={MAIL_LIMITS.text}
        rows={6}
        isPlain
        onChange={(text) => change({ text }, 'text')}
      />
      <p className="text-xs text-fg-3">{words('email.hint')}</p>
    </>
  )
}
