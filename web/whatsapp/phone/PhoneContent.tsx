import { ShoppingCart, Timer } from 'lucide-react'
import { useState } from 'react'
import type { SimContent, SimMedia } from '#core/whatsapp/sim-view.ts'
import { useFormats } from '#web/base/format.ts'
import { WaLine } from '#web/ui/WaBubble.tsx'
import { WaButtons } from '#web/ui/WaButtons.tsx'
import { WaCard, WaCards } from '#web/ui/WaCards.tsx'
import { WaBox, WaMedia, WaPerson, WaPlace } from '#web/ui/WaMedia.tsx'
import { WaText } from '#web/ui/WaText.tsx'
import { usePress } from '#web/whatsapp/phone/use-press.ts'
import { mediaUrl, type World } from '#web/whatsapp/sim/sim-client.ts'
import { useWords } from '#web/whatsapp/words.ts'
import { useWorkspaceFormats } from '#web/workspace/zone.ts'

type Props = { world: World; content: SimContent; onTap: (id: string) => void }

/** What stands inside a bubble, in the order in which WhatsApp draws it. */
export function PhoneContent({ world, content, onTap }: Props) {
  return (
    <>
      {content.media && <Medium world={world} media={content.media} />}
      {content.header && (
        <WaLine kind="header">
          <WaText text={content.header} />
        </WaLine>
      )}
      <Offer content={content} />
      <Place content={content} />
      {content.contacts.map((contact) => (
        <WaPerson
          key={`${contact.name} ${contact.phones.join()}`}
          name={contact.name}
          note={contact.phones.join(', ')}
        />
      ))}
      <Order content={content} />
      {content.text && <Words content={content} />}
      {content.footer && <WaLine kind="footer">{content.footer}</WaLine>}
      <Cards world={world} content={content} onTap={onTap} />
      <Unknown content={content} />
    </>
  )
}

/** From here on WhatsApp shows a long text only to whoever asks for it. */
const LONG_FROM = 768

function Words({ content: { text, type } }: { content: SimContent }) {
  const t = useWords()
  const [isOpen, setOpen] = useState(false)
  const isCut = !isOpen && text.length > LONG_FROM
  const shown = isCut ? `${text.slice(0, LONG_FROM).replace(/[\ud800-\udbff]$/, '')}… ` : text
  return (
    <WaLine>
      <WaText text={shown} alone={type === 'text'} />
      {isCut && (
        <button type="button" onClick={() => setOpen(true)} className="font-medium text-wa-link">
          {t('readMore')}
        </button>
      )}
    </WaLine>
  )
}

function Medium({ world, media }: { world: World; media: SimMedia }) {
  const t = useWords()
  return (
    <WaMedia
      kind={media.kind}
      src={media.path && mediaUrl(world, media.path)}
      name={media.filename ?? t(`media_${media.kind}`)}
      note={media.path ? `${media.mime} · ${sizeOf(media.size)}` : t('mediaGone')}
      voice={media.voice}
    />
  )
}

/** The line of an offer, and until when it holds. */
function Offer({ content: { offer } }: { content: SimContent }) {
  const t = useWords()
  const { moment } = useWorkspaceFormats()
  if (!offer) return null
  return (
    <WaLine kind="header">
      <span className="flex items-center gap-1.5">
        <Timer aria-hidden className="size-4 shrink-0 text-wa-link" />
        {offer.text}
      </span>
      {offer.endsAt !== null && (
        <span className="block font-normal text-[12px] text-wa-meta">
          {t('offerEnds', { when: moment(offer.endsAt) })}
        </span>
      )}
    </WaLine>
  )
}

function Place({ content }: { content: SimContent }) {
  if (!content.location) return null
  const { latitude, longitude, name, address } = content.location
  const spot = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`
  return <WaPlace name={name ?? spot} note={address ?? spot} />
}

function Order({ content }: { content: SimContent }) {
  const t = useWords()
  const { number } = useFormats()
  if (!content.order) return null
  const count = content.order.items.reduce((sum, item) => sum + item.quantity, 0)
  const total = content.order.items.reduce((sum, item) => sum + item.quantity * item.price, 0)
  const currency = content.order.items[0]?.currency ?? ''
  return <WaBox icon={<ShoppingCart />} title={t('items', { count })} note={`${currency} ${number(total)}`} />
}

function Cards({ world, content, onTap }: Props) {
  const t = useWords()
  const press = usePress(onTap)
  if (content.cards.length === 0) return null
  return (
    <div className="p-2">
      <WaCards label={t('cards')}>
        {content.cards.map((card, at) => (
          <WaCard
            key={`${at} ${card.text}`}
            below={
              <WaButtons
                buttons={card.buttons.map((button, place) => ({
                  key: `${place} ${button.id}`,
                  label: button.title,
                  kind: button.kind,
                  ...press(button),
                }))}
              />
            }
          >
            {card.media && <Medium world={world} media={card.media} />}
            {card.text && (
              <WaLine>
                <WaText text={card.text} />
              </WaLine>
            )}
          </WaCard>
        ))}
      </WaCards>
    </div>
  )
}

/** A kind that has nothing to draw is at least named. */
function Unknown({ content }: { content: SimContent }) {
  const t = useWords()
  const { media, header, location, contacts, order, text, cards, type } = content
  if (media || header || location || order || text || contacts.length > 0 || cards.length > 0) return null
  return <WaLine kind="footer">{type === 'form' ? t('formSent') : t('kindOnly', { type })}</WaLine>
}

function sizeOf(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1000))} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`
}
