import { FileText, Film, ImageIcon, MapPin, ShoppingBag, Timer } from 'lucide-react'
import { memo } from 'react'
import type { Preview, PreviewCard } from '#core/whatsapp/template/fill/render.ts'
import { useFormats } from '#web/base/format.ts'
import { WaBubble, WaLine } from '#web/ui/WaBubble.tsx'
import { WaButtons } from '#web/ui/WaButtons.tsx'
import { WaCard, WaCards } from '#web/ui/WaCards.tsx'
import { WaBox, WaMedia } from '#web/ui/WaMedia.tsx'
import { WaText } from '#web/ui/WaText.tsx'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

type Props = {
  preview: Preview
  /** A file of ours that stands in the header; null: none. */
  file?: string | null | undefined
  /** The same of each card. */
  files?: readonly (string | null)[] | undefined
}

/** A quarter past nine: the time of the sample bubble. */
const SAMPLE_TIME = new Date(2026, 0, 5, 9, 15).getTime()
const ICONS = {
  image: <ImageIcon />,
  video: <Film />,
  gif: <Film />,
  document: <FileText />,
  location: <MapPin />,
  product: <ShoppingBag />,
} as const

/** A template as the customer will see it, on the wall of a chat. */
export function TemplatePreview({ preview, file = null, files = [] }: Props) {
  const t = useTemplateWords()
  const formats = useFormats()
  const { header, offer, footer, cards } = preview
  return (
    <div className="wa-wall space-y-2 p-3.5">
      <WaBubble side="in" time={formats.time(SAMPLE_TIME)} below={<Buttons of={preview} />}>
        {preview.media && <Media kind={preview.media} file={file} />}
        {header !== null && (
          <WaLine kind="header">
            <WaText text={header || '…'} />
          </WaLine>
        )}
        {offer !== null && <Offer text={offer} />}
        <WaLine>
          <WaText text={preview.text || '…'} />
        </WaLine>
        {footer && <WaLine kind="footer">{footer}</WaLine>}
      </WaBubble>
      {cards.length > 0 && (
        <WaCards label={t('cards')}>
          {cards.map((card, at) => (
            <SeenCard key={at} card={card} file={files[at] ?? null} />
          ))}
        </WaCards>
      )}
    </div>
  )
}

type CardProps = { card: PreviewCard; file: string | null }

/** One card; while another is written it is not drawn again. */
const SeenCard = memo(function SeenCard({ card, file }: CardProps) {
  return (
    <WaCard below={<Buttons of={card} />}>
      {card.media && <Media kind={card.media} file={file} />}
      {card.text && (
        <WaLine>
          <WaText text={card.text} />
        </WaLine>
      )}
    </WaCard>
  )
}, isSameCard)

function isSameCard(one: CardProps, other: CardProps): boolean {
  return one.file === other.file && JSON.stringify(one.card) === JSON.stringify(other.card)
}

/** The line of an offer, with the clock that WhatsApp draws beside it. */
function Offer({ text }: { text: string }) {
  return (
    <WaLine kind="header">
      <span className="inline-flex items-center gap-1.5">
        <Timer aria-hidden className="size-4 shrink-0 text-wa-link" />
        {text || '…'}
      </span>
    </WaLine>
  )
}

function Buttons({ of }: { of: Pick<PreviewCard, 'buttons'> }) {
  const buttons = of.buttons.map(({ kind, title }, at) => ({ key: String(at), label: title, kind }))
  return <WaButtons buttons={buttons} />
}

function Media({ kind, file }: { kind: NonNullable<PreviewCard['media']>; file: string | null }) {
  const t = useTemplateWords()
  const name = t(`header.${kind}`)
  if (file && (kind === 'image' || kind === 'video' || kind === 'document')) {
    return <WaMedia kind={kind} src={`/api/files/${encodeURIComponent(file)}`} name={name} />
  }
  return <WaBox icon={ICONS[kind]} title={name} />
}
