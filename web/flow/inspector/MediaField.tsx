import { useMutation } from '@tanstack/react-query'
import { FileText, Film, ImageIcon, Music, Sticker, Upload, X } from 'lucide-react'
import { useId } from 'react'
import { client, problemOf } from '#web/base/api.ts'
import type { NodeOf } from '#web/flow/model/node-of.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Spinner } from '#web/ui/Button.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'

type Medium = NonNullable<NodeOf<'message'>['media']>
type Props = { readonly media: Medium | undefined; readonly onChange: (media: Medium | undefined) => void }

const ICONS = { image: ImageIcon, video: Film, audio: Music, document: FileText, sticker: Sticker }
const ACCEPT =
  'image/jpeg,image/png,image/webp,video/mp4,video/3gpp,audio/*,.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.txt'

/** The picture, video, audio or file of a message: chosen, dropped, shown, removed. */
export function MediaField({ media, onChange }: Props) {
  const words = useWords()
  const input = useId()
  const upload = useMutation({
    mutationFn: (file: File) => client.whatsapp.upload({ file }),
    onSuccess: ({ id, name, media: kind }) => {
      onChange({ media: kind, source: { file: id }, filename: name })
    },
  })
  const take = (files: FileList | null) => {
    const file = files?.[0]
    if (file) upload.mutate(file)
  }
  return (
    <div>
      <p className="mb-1.5 text-sm font-medium">{words('media.label')}</p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is a second way; the field inside is the first */}
      <div
        className="flex min-h-12 items-center gap-3 rounded-md border border-line-strong border-dashed p-2 has-[img]:border-solid"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault()
          take(event.dataTransfer.files)
        }}
      >
        {media && <Thumb media={media} />}
        <label
          htmlFor={input}
          className="flex min-h-8 flex-1 cursor-pointer items-center gap-2 rounded-sm px-2 text-sm text-fg-2 hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-brand [&_svg]:size-4 [&_svg]:shrink-0"
        >
          {upload.isPending ? <Spinner /> : <Upload aria-hidden />}
          <span className="truncate">{words(media ? 'media.replace' : 'media.add')}</span>
          <input
            id={input}
            type="file"
            accept={ACCEPT}
            className="sr-only"
            onChange={(event) => take(event.target.files)}
          />
        </label>
        {media && (
          <IconButton size="sm" label={words('media.remove')} onClick={() => onChange(undefined)}>
            <X />
          </IconButton>
        )}
      </div>
      {upload.error && (
        <p role="alert" className="mt-1.5 text-xs text-danger-fg">
          {problemOf(upload.error)?.detail ?? words('error.unreachable')}
        </p>
      )}
    </div>
  )
}

function Thumb({ media: { media, source, filename } }: { media: Medium }) {
  const words = useWords()
  const Icon = ICONS[media]
  return (
    <>
      {(media === 'image' || media === 'sticker') && 'file' in source ? (
        <img
          src={`/api/files/${source.file}`}
          alt=""
          className="h-11 w-16 shrink-0 rounded-sm object-cover"
        />
      ) : (
        <span className="grid size-11 shrink-0 place-items-center rounded-sm bg-sunken text-fg-3 [&_svg]:size-5">
          <Icon aria-hidden />
        </span>
      )}
      <span className="min-w-0 max-w-28 truncate text-xs">{filename || words(`media.${media}`)}</span>
    </>
  )
}
