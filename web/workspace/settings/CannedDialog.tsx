import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { CANNED_NAME, CANNED_NAME_MAX, CANNED_TEXT_MAX } from '#core/chat/canned.ts'
import type { CannedReply } from '#core/chat/canned-api.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Combobox } from '#web/ui/Combobox.tsx'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'
import { Counter, Field } from '#web/ui/Field.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { useWords } from '#web/workspace/words.ts'

export type CannedDraft = CannedReply
/** One that was not kept yet has no id. */
export const NEW_REPLY: CannedDraft = { id: '', name: '', text: '' }

const SYSTEM = [
  'first_name',
  'name',
  'phone',
  'last_message',
  'number_name',
  'workspace_name',
  'today',
] as const

type Props = {
  draft: CannedDraft
  onChange: (draft: CannedDraft) => void
  onKept: () => void
  onDone: () => void
}

/** Writes a canned reply, or changes one. */
export function CannedDialog({ draft, onChange, onKept, onDone }: Props) {
  const t = useWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const area = useRef<HTMLTextAreaElement | null>(null)
  const done = {
    onSuccess: ({ name }: CannedReply) => {
      toast(t('cannedSaved', { name }))
      onKept()
      onDone()
    },
  }
  const create = useMutation(orpc.chat.createCannedReply.mutationOptions(done))
  const update = useMutation(orpc.chat.updateCannedReply.mutationOptions(done))
  const { id, name, text } = draft
  const failure = create.error ?? update.error
  const isOneWord = name === '' || CANNED_NAME.test(name)
  const save = () => (id ? update.mutate(draft) : create.mutate({ name, text }))
  const insert = (key: string) => {
    const at = area.current?.selectionStart ?? text.length
    const merge = `{{ ${key} }}`
    if (text.length + merge.length <= CANNED_TEXT_MAX)
      onChange({ ...draft, text: text.slice(0, at) + merge + text.slice(at) })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onDone()}
      title={id ? t('cannedEdit', { name }) : t('cannedNew')}
      footer={
        <>
          <CloseWith>
            <Button>{base('cancel')}</Button>
          </CloseWith>
          <Button
            tone="primary"
            busy={create.isPending || update.isPending}
            disabled={name === '' || !isOneWord || text.trim() === ''}
            onClick={save}
          >
            {base('save')}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <Field
          label={t('cannedName')}
          hint={t('cannedNameHint')}
          error={isOneWord ? undefined : t('cannedNameWrong')}
        >
          <TextInput
            value={name}
            maxLength={CANNED_NAME_MAX}
            onChange={(next) => onChange({ ...draft, name: next.replace(/^\//, '').trim() })}
          />
        </Field>
        <Field
          label={t('cannedReply')}
          hint={t('cannedReplyHint')}
          counter={<Counter value={text.length} max={CANNED_TEXT_MAX} />}
        >
          <Textarea
            rows={5}
            value={text}
            maxLength={CANNED_TEXT_MAX}
            inputRef={(element) => {
              area.current = element
            }}
            onChange={(next) => onChange({ ...draft, text: next })}
          />
        </Field>
        <InsertField onPick={insert} />
        {failure && (
          <Banner tone="danger" role="alert">
            {say(failure)}
          </Banner>
        )}
      </div>
    </Dialog>
  )
}

/** What stands in a reply for what is known of the customer. */
function InsertField({ onPick }: { onPick: (key: string) => void }) {
  const t = useWords()
  const fields = useQuery(orpc.contact.fields.queryOptions()).data?.fields ?? []
  const options = [
    ...SYSTEM.map((key) => ({ value: key as string, label: t(`cannedField.${key}`), hint: `{{ ${key} }}` })),
    ...fields.map(({ key, label }) => ({ value: key, label, hint: `{{ ${key} }}` })),
  ]
  return (
    <Field label={t('cannedFieldLabel')}>
      <Combobox
        label={t('cannedFieldLabel')}
        value={null}
        onChange={(key) => key && onPick(key)}
        options={options}
        placeholder={t('cannedFieldPick')}
        empty={t('cannedFieldNone')}
      />
    </Field>
  )
}
