import { useMutation } from '@tanstack/react-query'
import { Upload } from 'lucide-react'
import { useId } from 'react'
import type { MEDIA_HEADERS } from '#core/whatsapp/template/kinds.ts'
import type { HeaderSample } from '#core/whatsapp/template/template.ts'
import { client } from '#web/base/api.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { Spinner } from '#web/ui/Button.tsx'
import { useAmiss } from '#web/whatsapp/template/part/ruling.ts'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

/** What Meta takes as a sample of each (resumable upload). */
const ACCEPT = {
  image: 'image/jpeg,image/png',
  video: 'video/mp4',
  gif: 'video/mp4',
  document: '.pdf',
} as const

type Props = {
  kind: (typeof MEDIA_HEADERS)[number]
  sample: HeaderSample | undefined
  path: string
  onFile: (file: string) => void
}

/** The file that Meta's reviewer sees in the place of the medium; dropped or chosen. */
export function Sample({ kind, sample, path, onFile }: Props) {
  const t = useTemplateWords()
  const say = useProblemWords()
  const amiss = useAmiss()(path)
  const input = useId()
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
    <div data-field={path}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is a second way; the field inside is the first */}
      <div
        className="flex min-h-12 items-center gap-3 rounded-md border border-line-strong border-dashed p-2"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault()
          take(event.dataTransfer.files)
        }}
      >
        {own && kind === 'image' && (
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
            accept={ACCEPT[kind]}
            className="sr-only"
            onChange={(event) => take(event.target.files)}
          />
        </label>
      </div>
      {amiss ? (
        <p className="mt-1.5 text-danger-fg text-xs">{amiss}</p>
      ) : (
        <p className="mt-1.5 text-fg-3 text-xs">{t(`sampleHint.${kind}`)}</p>
      )}
      {upload.error && (
        <p role="alert" className="mt-1 text-danger-fg text-xs">
          {say(upload.error)}
        </p>
      )}
    </div>
  )
}
