import { useMutation } from '@tanstack/react-query'
import { Upload, UserRound } from 'lucide-react'
import { useId } from 'react'
import { client } from '#web/base/api.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import type { Given, TemplateField } from '#web/chat/composer/template/template-fields.ts'
import { useWords } from '#web/chat/words.ts'
import { Spinner } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

type Props = {
  fields: readonly TemplateField[]
  given: Given
  /** The customer’s name: what most templates begin with. */
  customer: string
  onGive: (key: string, value: string) => void
}

/** One control for everything that the template needs. */
export function TemplateForm({ fields, given, customer, onGive }: Props) {
  const t = useWords()
  if (fields.length === 0) return <p className="text-fg-2 text-sm">{t('template.nothingToFill')}</p>
  return (
    <div className="space-y-3">
      {fields.map((field) =>
        field.kind === 'media' ? (
          <MediaInput
            key={field.key}
            field={field}
            file={given[field.key] ?? ''}
            onFile={(file) => onGive(field.key, file)}
          />
        ) : (
          <Field key={field.key} label={<Label field={field} />} hint={<Hint field={field} />}>
            <span className="flex items-center gap-1.5">
              <TextInput value={given[field.key] ?? ''} onChange={(text) => onGive(field.key, text)} />
              {field.kind === 'body' && customer !== '' && (
                <IconButton
                  tone="outline"
                  label={t('template.useName', { name: customer })}
                  onClick={() => onGive(field.key, customer)}
                >
                  <UserRound />
                </IconButton>
              )}
            </span>
          </Field>
        ),
      )}
    </div>
  )
}

type Typed = Exclude<TemplateField, { kind: 'media' }>

function Label({ field }: { field: Typed }) {
  const t = useWords()
  if (field.kind === 'place') return t(`template.place.${field.part}`)
  if (field.kind === 'url') return t('template.url', { button: field.name })
  if (field.kind === 'code') return t('template.code')
  return (
    <>
      {t(field.kind === 'header' ? 'template.header' : 'template.value')}{' '}
      <code className="rounded-xs bg-violet-soft px-1.5 py-0.5 font-mono text-violet-fg text-xs">
        {field.name}
      </code>
    </>
  )
}

function Hint({ field }: { field: Typed }) {
  const t = useWords()
  return field.kind !== 'place' && field.example ? t('template.example', { value: field.example }) : null
}

const ACCEPT = {
  image: 'image/jpeg,image/png',
  video: 'video/mp4,video/3gpp',
  document: '.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.txt',
} as const

type MediaProps = {
  field: Extract<TemplateField, { kind: 'media' }>
  file: string
  onFile: (file: string) => void
}

function MediaInput({ field: { media }, file, onFile }: MediaProps) {
  const t = useWords()
  const say = useProblemWords()
  const input = useId()
  const upload = useMutation({
    mutationFn: (chosen: File) => client.whatsapp.upload({ file: chosen }),
    onSuccess: ({ id }) => onFile(id),
  })
  return (
    <div>
      <p className="mb-1.5 font-medium text-sm">{t(`media.${media}`)}</p>
      <label
        htmlFor={input}
        className="flex min-h-12 cursor-pointer items-center gap-2 rounded-md border border-line-strong border-dashed px-3 text-fg-2 text-sm hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-brand [&_svg]:size-4"
      >
        {upload.isPending ? <Spinner /> : <Upload aria-hidden />}
        {t(file ? 'template.replaceFile' : 'template.chooseFile')}
        <input
          id={input}
          type="file"
          accept={ACCEPT[media]}
          className="sr-only"
          onChange={(event) => {
            const chosen = event.target.files?.[0]
            if (chosen) upload.mutate(chosen)
          }}
        />
      </label>
      {upload.isError && (
        <p role="alert" className="mt-1.5 text-danger-fg text-xs">
          {say(upload.error)}
        </p>
      )}
    </div>
  )
}
