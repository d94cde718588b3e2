import { useState } from 'react'
import type { Field as FieldOf } from '#core/contact/api.ts'
import { client } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useBaseWords } from '#web/base/words.ts'
import { FieldValue, FieldWords, LABEL_LENGTH_MAX } from '#web/contact/field/FieldForm.tsx'
import { FieldUses } from '#web/contact/field/FieldUses.tsx'
import { useAct } from '#web/contact/field/use-act.ts'
import { type ContactWords, useWords } from '#web/contact/words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { toast } from '#web/ui/Toast.tsx'

type Props = {
  readonly field: FieldOf
  readonly folders: readonly string[]
  readonly may: boolean
  readonly onClose: () => void
}

/** A field as it stands: what is said of it, its name in texts, its value if it is the bot's, where it is used. */
export function EditField({ field, folders, may, onClose }: Props) {
  const t = useWords()
  const base = useBaseWords()
  const { busy, problem, act } = useAct(onClose)
  const [made, setMade] = useState(field)
  const [isSure, setSure] = useState(false)
  const set = (change: Partial<FieldOf>) => setMade((before) => ({ ...before, ...change }))
  const save = () => act(() => saveField(field, made, t))
  const remove = () =>
    act(async () => {
      await client.flow.deleteField({ id: field.id })
      await refresh()
      toast(t('fieldDeleted', { label: field.label }))
    })
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={field.label}
      description={t('fieldTypeIs', { type: t(`type.${field.type}`), scope: t(`scopeIs.${field.scope}`) })}
      footer={
        may ? (
          <>
            <Button
              tone={isSure ? 'danger' : 'ghost'}
              busy={busy}
              onClick={() => (isSure ? void remove() : setSure(true))}
              className="mr-auto"
            >
              {t(isSure ? 'fieldDeleteSure' : 'fieldDelete')}
            </Button>
            <CloseWith>
              <Button>{base('cancel')}</Button>
            </CloseWith>
            <Button
              tone="primary"
              busy={busy}
              disabled={made.label.trim() === '' || !KEY.test(made.key)}
              onClick={() => void save()}
            >
              {base('save')}
            </Button>
          </>
        ) : (
          <CloseWith>
            <Button>{base('close')}</Button>
          </CloseWith>
        )
      }
    >
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (may) void save()
        }}
      >
        {problem && (
          <Banner tone="danger" role="alert">
            {problem}
          </Banner>
        )}
        <Field label={t('fieldLabel')}>
          <TextInput
            value={made.label}
            readOnly={!may}
            onChange={(label) => set({ label })}
            maxLength={LABEL_LENGTH_MAX}
          />
        </Field>
        <Field
          label={t('fieldKeyLabel')}
          hint={t('fieldKeyHint')}
          error={KEY.test(made.key) ? '' : t('fieldKeyBad')}
        >
          <TextInput
            value={made.key}
            readOnly={!may}
            maxLength={50}
            onChange={(key) => set({ key: key.toLowerCase().replace(/[\s-]+/g, '_') })}
          />
        </Field>
        {field.scope === 'bot' && (
          <div className="grid gap-4 sm:grid-cols-2">
            <FieldValue label={t('fieldValue')} value={made.value} onChange={(value) => set({ value })} />
            <FieldValue
              label={t('fieldDefault')}
              hint={t(`typeHint.${field.type}`)}
              value={made.default}
              onChange={(begin) => set({ default: begin })}
            />
          </div>
        )}
        <FieldWords {...made} folders={folders} onChange={set} />
        <FieldUses id={field.id} />
      </form>
    </Dialog>
  )
}

const KEY = /^[a-z][a-z0-9_]{0,49}$/

async function saveField(field: FieldOf, made: FieldOf, t: ContactWords): Promise<void> {
  const { id, label, folder, description } = made
  const bot =
    field.scope === 'bot' && made.value !== field.value
      ? { value: made.value === '' ? null : made.value }
      : {}
  const begin = made.default === field.default ? {} : { default: made.default }
  await client.contact.updateField({ id, label: label.trim(), folder, description, ...bot, ...begin })
  if (made.key === field.key) return await refresh()
  const rename = async (key: string) => (await client.flow.renameField({ id, key })).drafts
  const drafts = await rename(made.key)
  await refresh()
  toast(t('fieldRenamed', { key: made.key, count: drafts }), {
    undo: () => void rename(field.key).then(refresh),
  })
}

async function refresh(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: orpc.contact.fields.key() }),
    queryClient.invalidateQueries({ queryKey: orpc.flow.key() }),
  ])
}
