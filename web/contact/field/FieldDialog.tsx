import { useState } from 'react'
import type { NewField } from '#core/contact/api.ts'
import { client } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useBaseWords } from '#web/base/words.ts'
import { FieldValue, FieldWords, LABEL_LENGTH_MAX } from '#web/contact/field/FieldForm.tsx'
import { keyOfLabel } from '#web/contact/field/field-rows.ts'
import { FIELD_TYPE_NAMES, type FieldType } from '#web/contact/field/field-types.ts'
import { useAct } from '#web/contact/field/use-act.ts'
import { useWords } from '#web/contact/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Select } from '#web/ui/Select.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

const BLANK: Omit<NewField, 'key'> = {
  label: '',
  type: 'text',
  scope: 'contact',
  folder: '',
  description: '',
  default: '',
}

/** A new field, of each contact or of the whole bot. */
export function FieldDialog({
  folders,
  onClose,
}: {
  readonly folders: readonly string[]
  readonly onClose: () => void
}) {
  const t = useWords()
  const base = useBaseWords()
  const { busy, problem, act } = useAct(onClose)
  const [made, setMade] = useState(BLANK)
  const set = (change: Partial<typeof BLANK>) => setMade((before) => ({ ...before, ...change }))
  const key = keyOfLabel(made.label)
  const save = () =>
    act(async () => {
      await client.contact.createField({ ...made, key, label: made.label.trim() })
      await queryClient.invalidateQueries({ queryKey: orpc.contact.fields.key() })
    })
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('fieldNew')}
      description={t(made.scope === 'bot' ? 'fieldNewBotHint' : 'fieldNewHint')}
      footer={
        <>
          <CloseWith>
            <Button>{base('cancel')}</Button>
          </CloseWith>
          <Button tone="primary" busy={busy} disabled={!key} onClick={() => void save()}>
            {base('save')}
          </Button>
        </>
      }
    >
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (key) void save()
        }}
      >
        <Segmented
          wide
          label={t('fieldScope')}
          value={made.scope}
          onChange={(scope) => set({ scope, default: '' })}
          options={[
            { value: 'contact', label: t('scope.contact') },
            { value: 'bot', label: t('scope.bot') },
          ]}
        />
        <Field
          label={t('fieldLabel')}
          hint={key ? t('fieldKey', { key: `{{ ${key} }}` }) : undefined}
          error={problem}
        >
          <TextInput
            autoFocus
            value={made.label}
            onChange={(label) => set({ label })}
            maxLength={LABEL_LENGTH_MAX}
          />
        </Field>
        <Field label={t('fieldType')}>
          <Select<FieldType>
            value={made.type}
            onChange={(type) => set({ type })}
            options={FIELD_TYPE_NAMES.map((value) => ({ value, label: t(`type.${value}`) }))}
          />
        </Field>
        {made.scope === 'bot' && (
          <FieldValue
            label={t('fieldDefault')}
            hint={t(`typeHint.${made.type}`)}
            value={made.default}
            onChange={(begin) => set({ default: begin })}
          />
        )}
        <FieldWords {...made} folders={folders} onChange={set} />
      </form>
    </Dialog>
  )
}
