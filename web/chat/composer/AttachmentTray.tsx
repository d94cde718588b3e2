import { FileText, Film, Music, X } from 'lucide-react'
import { useFormats } from '#web/base/format.ts'
import { useBaseWords } from '#web/base/words.ts'
import { sizeText } from '#web/chat/composer/attachment.ts'
import type { Attachment } from '#web/chat/composer/useAttachments.ts'
import { useWords } from '#web/chat/words.ts'

/** Files that go out with the next sending. */
export function AttachmentTray({
  list,
  onRemove,
}: {
  list: readonly Attachment[]
  onRemove: (key: string) => void
}) {
  const t = useWords()
  const base = useBaseWords()
  const format = useFormats()
  if (list.length === 0) return null
  return (
    <ul aria-label={t('composer.attached')} className="scroll flex gap-2 px-3 pt-2.5 pb-1">
      {list.map((one) => (
        <li
          key={one.key}
          className="relative flex w-52 shrink-0 items-center gap-2 rounded-md border border-line bg-sunken p-1.5 pr-9"
        >
          <Thumb one={one} />
          <span className="min-w-0">
            <span className="block truncate font-medium text-xs">{one.file.name}</span>
            <span className="block text-2xs text-fg-3">
              {t(`media.${one.media}`)} · {sizeText(one.file.size, format.number)}
            </span>
          </span>
          <button
            type="button"
            aria-label={`${base('remove')} ${one.file.name}`}
            onClick={() => onRemove(one.key)}
            className="absolute top-1 right-1 grid size-7 place-items-center rounded-sm text-fg-3 hover:bg-hover hover:text-fg max-md:size-11"
          >
            <X aria-hidden="true" className="size-4" />
          </button>
        </li>
      ))}
    </ul>
  )
}

function Thumb({ one }: { one: Attachment }) {
  if (one.media === 'image' || one.media === 'sticker')
    return <img src={one.url} alt="" className="size-10 shrink-0 rounded-sm object-cover" />
  const Icon = one.media === 'video' ? Film : one.media === 'audio' ? Music : FileText
  return (
    <span
      aria-hidden="true"
      className="grid size-10 shrink-0 place-items-center rounded-sm bg-hover text-fg-2"
    >
      <Icon className="size-5" />
    </span>
  )
}
