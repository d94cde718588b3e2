import type { SendWindow } from '#core/flow/sequence.ts'
import type { Sequence } from '#core/flow/sequence-api.ts'
import { SendHours } from '#web/flow/control/SendHours.tsx'
import { useSequenceWords } from '#web/flow/sequence/words.ts'
import { Field } from '#web/ui/Field.tsx'
import { SwitchRow } from '#web/ui/Switch.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

const NAME_MAX = 80
const OFFICE_HOURS: SendWindow = { days: [1, 2, 3, 4, 5, 6], from: '09:00', to: '17:00' }

type Props = {
  readonly draft: Sequence
  readonly onChange: (draft: Sequence) => void
}

/** What holds for the whole sequence: its name, whether it runs, when it sends, when it ends. */
export function SequenceRules({ draft, onChange }: Props) {
  const t = useSequenceWords()
  return (
    <section className="space-y-4 rounded-lg border border-line bg-surface p-4 shadow-1">
      <Field label={t('name')}>
        <TextInput
          value={draft.name}
          maxLength={NAME_MAX}
          onChange={(name) => onChange({ ...draft, name })}
        />
      </Field>
      <SwitchRow
        label={t('enabled')}
        hint={t('enabledHint')}
        checked={draft.enabled}
        onChange={(enabled) => onChange({ ...draft, enabled })}
      />
      <SwitchRow
        label={t('endsOnReply')}
        hint={t('endsOnReplyHint')}
        checked={draft.endsOnReply}
        onChange={(endsOnReply) => onChange({ ...draft, endsOnReply })}
      />
      <SendHours
        window={draft.window}
        first={OFFICE_HOURS}
        hint={t('windowHint')}
        onChange={(window) => onChange({ ...draft, window })}
      />
    </section>
  )
}
