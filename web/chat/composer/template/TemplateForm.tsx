import { useMutation } from '@tanstack/react-query'
import { Upload, UserRound } from 'lucide-react'
import { useId } from 'react'
import { HOUR } from '#core/base/time.ts'
import { client } from '#web/base/api.ts'
import { useFormats } from '#web/base/format.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import {
  type Given,
  OFFER_HOURS,
  OFFER_USUAL,
  type TemplateField,
} from '#web/chat/composer/template/template-fields.ts'
import { useSendWords } from '#web/chat/composer/template/words.ts'
import { useWords } from '#web/chat/words.ts'
import { Spinner } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Select } from '#web/ui/Select.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

type Props = {
  fields: readonly TemplateField[]
  given: Given
  /** The customer’s name: what most templates begin with. */
  customer: string
  onGive: (key: string, value: string) => void
}

/** One control for everything that the template needs; what belongs to a card stands together. */
export function TemplateForm({ fields, given, customer, onGive }: Props) {
  const t = useSendWords()
  if (fields.length === 0) return <p className="text-fg-2 text-sm">{t('template.nothingToFill')}</p>
  const cards = [...new Set(fields.map(({ card }) => card))]
  const draw = (card: number | null) =>
    fields
      .filter((field) => field.card === card)
      .map((field) => (
        <Control
          key={field.key}
          field={field}
          value={given[field.key] ?? ''}
          customer={customer}
          onGive={(value) => onGive(field.key, value)}
        />
      ))
  return (
    <div className="space-y-3">
      {cards.map((card) =>
        card === null ? (
          <div key="top" className="space-y-3">
            {draw(null)}
          </div>
        ) : (
          <fieldset key={card} className="space-y-3 rounded-md border border-line p-3">
            <legend className="px-1 font-semibold text-sm">{t('template.card', { place: card + 1 })}</legend>
            {draw(card)}
          </fieldset>
        ),
      )}
    </div>
  )
}

type ControlProps = {
  field: TemplateField
  value: string
  customer: string
  onGive: (value: string) => void
}

function Control({ field, value, customer, onGive }: ControlProps) {
  const t = useSendWords()
  const { span } = useFormats()
  if (field.kind === 'media') return <MediaInput field={field} file={value} onFile={onGive} />
  if (field.kind === 'offerEnd') {
    return (
      <Field label={t('template.offerEnd')}>
        <Select
          value={value || String(OFFER_USUAL)}
          onChange={onGive}
          options={OFFER_HOURS.map((hours) => ({ value: String(hours), label: span(hours * HOUR) }))}
        />
      </Field>
    )
  }
  return (
    <Field label={<Label field={field} />} hint={<Hint field={field} />}>
      <span className="flex items-center gap-1.5">
        <TextInput value={value} onChange={onGive} />
        {field.kind === 'body' && customer !== '' && (
          <IconButton
            tone="outline"
            label={t('template.useName', { name: customer })}
            onClick={() => onGive(customer)}
          >
            <UserRound />
          </IconButton>
        )}
      </span>
    </Field>
  )
}

type Typed = Exclude<TemplateField, { kind: 'media' | 'offerEnd' }>

function Label({ field }: { field: Typed }) {
  const t = useSendWords()
  switch (field.kind) {
    case 'place':
      return t(`template.place.${field.part}`)
    case 'product':
      return t(`template.product.${field.part}`)
    case 'url':
      return t('template.url', { button: field.name })
    case 'code':
      return t('template.code')
    case 'thumbnail':
    case 'products':
      return t(`template.${field.kind}`, { button: field.name })
    default:
      return (
        <>
          {t(field.kind === 'header' ? 'template.header' : 'template.value')}{' '}
          <code className="rounded-xs bg-violet-soft px-1.5 py-0.5 font-mono text-violet-fg text-xs">
            {field.name}
          </code>
        </>
      )
  }
}

function Hint({ field }: { field: Typed }) {
  const t = useSendWords()
  if (field.kind === 'thumbnail' || field.kind === 'products') return t(`template.${field.kind}Hint`)
  return 'example' in field && field.example ? t('template.example', { value: field.example }) : null
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
  const t = useSendWords()
  const chatWords = useWords()
  const say = useProblemWords()
  const input = useId()
  const upload = useMutation({
    mutationFn: (chosen: File) => client.whatsapp.upload({ file: chosen }),
    onSuccess: ({ id }) => onFile(id),
  })
  return (
    <div>
      <div className="mb-1.5 flex items-center gap-2">
        {file !== '' && media === 'image' && (
          <img src={`/api/files/${file}`} alt="" className="h-8 w-12 rounded-sm object-cover" />
        )}
        <p className="font-medium text-sm">{chatWords(`media.${media}`)}</p>
      </div>
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
