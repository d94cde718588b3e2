import { useMutation } from '@tanstack/react-query'
import { FileText, Film, ImageIcon, MapPin, Type, Upload } from 'lucide-react'
import { useId } from 'react'
import { TEMPLATE_BOUNDS } from '#core/whatsapp/template/rule/limits.ts'
import type { TemplateHeader } from '#core/whatsapp/template/template.ts'
import { variablesIn } from '#core/whatsapp/template/variable.ts'
import { client } from '#web/base/api.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { Spinner } from '#web/ui/Button.tsx'
import { Counter, Field } from '#web/ui/Field.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { Examples } from '#web/whatsapp/template/editor/Examples.tsx'
import { withHeaderKind, withHeaderText, withSample } from '#web/whatsapp/template/editor/edit.ts'
import type { Writing } from '#web/whatsapp/template/editor/use-writing.ts'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

const KINDS = ['none', 'text', 'image', 'video', 'document', 'location'] as const
const ICONS = {
  none: null,
  text: <Type />,
  image: <ImageIcon />,
  video: <Film />,
  document: <FileText />,
  location: <MapPin />,
} as const
/** What Meta takes as a sample of each (resumable upload). */
const ACCEPT = {
  image: 'image/jpeg,image/png',
  video: 'video/mp4',
  gif: 'video/mp4',
  document: '.pdf',
} as const

/** The header: nothing, a line of text, a medium with a sample for the reviewer, or a place. */
export function HeaderField({ writing }: { writing: Writing }) {
  const t = useTemplateWords()
  const { template, change } = writing
  const { header } = template
  const kind = KINDS.find((one) => one === header?.kind) ?? 'none'
  return (
    <div className="space-y-2">
      <p className="font-medium text-sm">
        {t('header')} <span className="font-normal text-fg-3">· {t('optional')}</span>
      </p>
      <div className="scroll -mx-1 px-1">
        <Segmented
          label={t('header')}
          value={kind}
          onChange={(next) => change(withHeaderKind(template, next))}
          options={KINDS.map((value) => ({
            value,
            label: (
              <span className="inline-flex items-center gap-1.5 [&_svg]:size-3.5">
                {ICONS[value]}
                {t(`header.${value}`)}
              </span>
            ),
          }))}
        />
      </div>
      {header?.kind === 'text' && (
        <>
          <Field
            label={t('headerText')}
            counter={<Counter value={header.text.length} max={TEMPLATE_BOUNDS.header} />}
          >
            <TextInput value={header.text} onChange={(text) => change(withHeaderText(template, text))} />
          </Field>
          <Examples writing={writing} part="header" names={variablesIn(header.text)} />
        </>
      )}
      {header?.kind === 'location' && <p className="text-fg-3 text-xs">{t('headerLocation')}</p>}
      {header && 'kind' in header && header.kind in ACCEPT && (
        <Sample header={header} onFile={(file) => change(withSample(template, file))} />
      )}
    </div>
  )
}

function Sample({ header, onFile }: { header: TemplateHeader; onFile: (file: string) => void }) {
  const t = useTemplateWords()
  const say = useProblemWords()
  const input = useId()
  const sample = 'sample' in header ? header.sample : undefined
  const upload = useMutation({
    mutationFn: (file: File) => client.whatsapp.upload({ file }),
    onSuccess: ({ id }) => onFile(id),
  })
  const take = (files: FileList | null) => {
    const file = files?.[0]
    if (file) upload.mutate(file)
  }
  const own = sample && 'file' in sample ? sample.file : null
  return (
    <div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is a second way; the field inside is the first */}
      <div
        className="flex min-h-12 items-center gap-3 rounded-md border border-line-strong border-dashed p-2"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault()
          take(event.dataTransfer.files)
        }}
      >
        {own && header.kind === 'image' && (
          <img src={`/api/files/${own}`} alt="" className="h-10 w-16 shrink-0 rounded-sm object-cover" />
        )}
        {sample && <span className="text-fg-2 text-sm">{t(own ? 'sampleOurs' : 'sampleAtMeta')}</span>}
        <label
          htmlFor={input}
          className="ml-auto flex min-h-8 cursor-pointer items-center gap-2 rounded-sm px-2 font-medium text-sm first:ml-0 hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-brand [&_svg]:size-4"
        >
          {upload.isPending ? <Spinner /> : <Upload aria-hidden />}
          {t(sample ? 'sampleReplace' : 'sampleAdd')}
          <input
            id={input}
            type="file"
            accept={header.kind in ACCEPT ? ACCEPT[header.kind as keyof typeof ACCEPT] : ''}
            className="sr-only"
            onChange={(event) => take(event.target.files)}
          />
        </label>
      </div>
      <p className="mt-1.5 text-fg-3 text-xs">{t('sampleHint')}</p>
      {upload.error && (
        <p role="alert" className="mt-1 text-danger-fg text-xs">
          {say(upload.error)}
        </p>
      )}
    </div>
  )
}
