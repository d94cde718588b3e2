import { Plus } from 'lucide-react'
import { useState } from 'react'
import { client } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { keyOfLabel } from '#web/contact/field/field-rows.ts'
import { FIELD_TYPE_NAMES, type FieldType } from '#web/contact/field/field-types.ts'
import { useWords } from '#web/contact/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

const LABEL_LENGTH_MAX = 80

/** Adds a custom field for every contact of the workspace. */
export function NewField() {
  const t = useWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="sm" tone="ghost" icon={<Plus />} onClick={() => setOpen(true)} className="max-md:h-10">
        {t('fieldAdd')}
      </Button>
      {open && <FieldDialog onClose={() => setOpen(false)} />}
    </>
  )
}

function FieldDialog({ onClose }: { onClose: () => void }) {
  const t = useWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const [label, setLabel] = useState('')
  const [type, setType] = useState<FieldType>('text')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const key = keyOfLabel(label)
  const save = async () => {
    setBusy(true)
    try {
      await client.contact.createField({ key, label: label.trim(), type })
      await queryClient.invalidateQueries({ queryKey: orpc.contact.fields.key() })
      onClose()
    } catch (error) {
      setProblem(say(error))
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('fieldNew')}
      description={t('fieldNewHint')}
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
        <Field
          label={t('fieldLabel')}
          hint={key ? t('fieldKey', { key: `{{ ${key} }}` }) : undefined}
          error={problem}
        >
          <TextInput autoFocus value={label} onChange={setLabel} maxLength={LABEL_LENGTH_MAX} />
        </Field>
        <Field label={t('fieldType')}>
          <Select<FieldType>
            value={type}
            onChange={setType}
            options={FIELD_TYPE_NAMES.map((value) => ({ value, label: t(`type.${value}`) }))}
          />
        </Field>
      </form>
    </Dialog>
  )
}
