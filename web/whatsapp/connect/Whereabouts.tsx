import { ChevronRight } from 'lucide-react'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'

/** The way through Meta's dashboard to a value, drawn as the rooms one walks through; `path` is parted by `›`. */
export function Whereabouts({ path }: { path: string }) {
  const t = useChannelWords()
  return (
    <span className="flex flex-wrap items-center gap-x-1 gap-y-0.5">
      <span className="sr-only">{t('foundAt')} </span>
      {path.split('›').map((room, at) => (
        <span key={room} className="flex items-center gap-1">
          {at > 0 && <ChevronRight aria-hidden className="size-3 text-fg-3" />}
          <span className="rounded-xs bg-sunken px-1 py-px text-fg-2">{room.trim()}</span>
        </span>
      ))}
    </span>
  )
}
