import { FileText, ImageOff, MapPin, Mic, UserRound } from 'lucide-react'
import type { ReactNode } from 'react'

type Props = {
  kind: 'image' | 'video' | 'audio' | 'document' | 'sticker'
  /** Null: the medium could not be had; then its name is shown. */
  src: string | null
  name: string
  /** For example `PDF · 312 kB`. */
  note?: string | undefined
  voice?: boolean | undefined
  onOpen?: (() => void) | undefined
}

/** A picture, film, sound or file inside a bubble. */
export function WaMedia({ kind, src, name, note, voice, onOpen }: Props) {
  if (!src) return <WaBox icon={<ImageOff />} title={name} note={note} />
  if (kind === 'image' || kind === 'sticker') return <Picture src={src} name={name} onOpen={onOpen} />
  if (kind === 'video')
    return (
      // biome-ignore lint/a11y/useMediaCaption: a customer's film has no captions to offer
      <video
        controls
        preload="metadata"
        src={src}
        aria-label={name}
        className="m-[3px] block max-h-60 w-[calc(100%-6px)] rounded-[8px] bg-black"
      />
    )
  if (kind === 'audio')
    return (
      <div className="flex items-center gap-2 px-2.5 pt-2">
        {voice && <Mic aria-hidden className="size-4 shrink-0 text-wa-meta" />}
        {/* biome-ignore lint/a11y/useMediaCaption: a voice message has no captions to offer */}
        <audio controls preload="metadata" src={src} aria-label={name} className="h-9 w-56 max-w-full" />
      </div>
    )
  return (
    <a href={src} target="_blank" rel="noreferrer" download={name} className="block">
      <WaBox icon={<FileText />} title={name} note={note} />
    </a>
  )
}

/** A file, a place or a person as a small card. */
export function WaBox({ icon, title, note }: { icon: ReactNode; title: string; note?: string | undefined }) {
  return (
    <span className="m-[3px] flex items-center gap-2.5 rounded-[8px] bg-black/5 p-2 dark:bg-white/8">
      <span
        aria-hidden
        className="grid size-9 shrink-0 place-items-center rounded-md bg-black/6 text-wa-meta dark:bg-white/10 [&_svg]:size-[18px]"
      >
        {icon}
      </span>
      <span className="min-w-0">
        <span className="line-clamp-2 break-words font-medium text-[13px] leading-[17px]">{title}</span>
        {note && <span className="block truncate text-[11.5px] text-wa-meta leading-4">{note}</span>}
      </span>
    </span>
  )
}

/** A place: drawn here, because a map would have to be asked of another host. */
export function WaPlace({ name, note }: { name: string; note: string }) {
  return (
    <span className="block">
      <span
        aria-hidden
        className="m-[3px] mb-0 grid h-20 place-items-center rounded-[8px] bg-[linear-gradient(135deg,var(--brand-soft),var(--sunken),var(--info-soft))] text-danger"
      >
        <MapPin className="size-7" />
      </span>
      <WaBox icon={<MapPin />} title={name} note={note} />
    </span>
  )
}

export function WaPerson({ name, note }: { name: string; note: string }) {
  return <WaBox icon={<UserRound />} title={name} note={note} />
}

function Picture({ src, name, onOpen }: { src: string; name: string; onOpen?: (() => void) | undefined }) {
  const image = (
    <img
      src={src}
      alt={name}
      loading="lazy"
      className="block max-h-72 min-h-16 w-full rounded-[8px] object-cover"
    />
  )
  if (!onOpen) return <span className="m-[3px] block">{image}</span>
  return (
    <button type="button" onClick={onOpen} className="m-[3px] block w-[calc(100%-6px)]">
      {image}
    </button>
  )
}
