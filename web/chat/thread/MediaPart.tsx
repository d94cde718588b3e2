import { CloudDownload, ExternalLink } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useFormats } from '#web/base/format.ts'
import { sizeText } from '#web/chat/composer/attachment.ts'
import type { MediaBody } from '#web/chat/thread/body-of.ts'
import { useWords } from '#web/chat/words.ts'
import { patient } from '#web/ui/patient.ts'
import { WaBox, WaMedia } from '#web/ui/WaMedia.tsx'

const Lightbox = patient(async () => (await import('#web/chat/thread/Lightbox.tsx')).Lightbox)

/** A picture, film, sound or file of a bubble; pictures open large. */
export function MediaPart({ body }: { body: MediaBody }) {
  const t = useWords()
  const format = useFormats()
  const [large, setLarge] = useState(false)
  const { url, elsewhere } = body.place
  const name = body.name || t(`media.${body.voice ? 'voice' : body.media}`)
  const note = [
    body.mime.split('/')[1]?.split(';')[0]?.toUpperCase(),
    body.size && sizeText(body.size, format.number),
  ]
    .filter(Boolean)
    .join(' · ')
  if (elsewhere)
    return (
      <a
        href={elsewhere}
        target="_blank"
        rel="noreferrer"
        className="block underline-offset-2 hover:underline"
      >
        <WaBox icon={<ExternalLink />} title={name} note={hostOf(elsewhere)} />
      </a>
    )
  if (!url) return <WaBox icon={<CloudDownload />} title={name} note={t('media.waiting')} />
  const canOpen = body.media === 'image' || body.media === 'sticker'
  return (
    <div className={body.media === 'sticker' ? 'w-36' : canOpen ? 'w-72 max-w-full' : 'min-w-56'}>
      <WaMedia
        kind={body.media}
        src={url}
        name={name}
        note={note}
        voice={body.voice}
        {...(canOpen ? { onOpen: () => setLarge(true) } : {})}
      />
      {large && (
        <Suspense>
          <Lightbox src={url} name={body.name} onClose={() => setLarge(false)} />
        </Suspense>
      )}
    </div>
  )
}

function hostOf(link: string): string {
  return URL.canParse(link) ? new URL(link).host : link
}
