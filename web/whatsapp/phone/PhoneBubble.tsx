import { ChevronDown, CornerUpLeft } from 'lucide-react'
import { type RefObject, useRef } from 'react'
import type { SimBubble, SimButton } from '#core/whatsapp/sim-view.ts'
import { cx } from '#web/ui/cx.ts'
import { Menu } from '#web/ui/Menu.tsx'
import { Ticks } from '#web/ui/Ticks.tsx'
import { WaBubble, WaQuote } from '#web/ui/WaBubble.tsx'
import { type WaButton, WaButtons } from '#web/ui/WaButtons.tsx'
import { PhoneContent } from '#web/whatsapp/phone/PhoneContent.tsx'
import { usePress } from '#web/whatsapp/phone/use-press.ts'
import { useQuoteWords } from '#web/whatsapp/phone/use-quote-words.ts'
import type { World } from '#web/whatsapp/sim/sim-client.ts'
import { useWords } from '#web/whatsapp/words.ts'
import { useWorkspaceFormats } from '#web/workspace/zone.ts'

const EMOJI = ['👍', '❤️', '😂', '😮', '🙏'] as const

type Props = {
  world: World
  bubble: SimBubble
  onTap: (id: string) => void
  onList: () => void
  /** The message asks for a place, and the customer will send one. */
  onPlace: () => void
  onQuote: () => void
  /** Where the customer writes: after “reply”, the focus is there. */
  composer: RefObject<HTMLTextAreaElement | null>
  onReact: (emoji: string | null) => void
}

/** One message on the customer's phone: theirs at the right, the business's at the left. */
export function PhoneBubble({ world, bubble, onTap, onList, onPlace, onQuote, composer, onReact }: Props) {
  const t = useWords()
  const { time } = useWorkspaceFormats()
  const quoteWords = useQuoteWords()
  const isQuoted = useRef(false)
  const mine = bubble.from === 'customer'
  const reactions = [bubble.reactions.business, bubble.reactions.customer].filter((emoji) => emoji !== null)
  const buttons = useButtons(bubble, { onTap, onList, onPlace })
  return (
    <div
      className={cx('pop group flex items-center gap-1', mine && 'flex-row-reverse')}
      data-wamid={bubble.wamid}
    >
      <WaBubble
        side={mine ? 'out' : 'in'}
        className={mine ? 'mr-0' : undefined}
        time={time(bubble.at)}
        ticks={
          mine && (
            <Ticks
              state={bubble.status}
              label={t(`status_${bubble.status}`)}
              className={bubble.status === 'read' ? 'text-wa-read!' : undefined}
            />
          )
        }
        reaction={reactions.length > 0 ? reactions.join('') : undefined}
        below={buttons.length > 0 && <WaButtons buttons={buttons} />}
      >
        {bubble.quoted && (
          <WaQuote
            author={bubble.quoted.from === 'customer' ? t('you') : t('business')}
            text={quoteWords(bubble.quoted.kind, bubble.quoted.text)}
          />
        )}
        <PhoneContent world={world} content={bubble.content} onTap={onTap} />
      </WaBubble>
      <Menu
        className="w-44"
        align={mine ? 'end' : 'start'}
        focusAfter={() => {
          if (!isQuoted.current) return null
          isQuoted.current = false
          return composer.current?.offsetParent ? composer.current : null // hidden while one records
        }}
        items={[
          {
            label: t('replyTo'),
            icon: <CornerUpLeft />,
            onSelect: () => {
              isQuoted.current = true
              onQuote()
            },
          },
          null,
          ...EMOJI.map((emoji) => ({
            label: `${emoji} ${t('react')}`,
            chosen: bubble.reactions.customer === emoji,
            onSelect: () => onReact(bubble.reactions.customer === emoji ? null : emoji),
          })),
        ]}
        trigger={
          <button
            type="button"
            aria-label={t('messageActions')}
            className="relative grid size-6 shrink-0 place-items-center after:absolute after:-inset-2.5 rounded-full bg-wa-in text-wa-meta opacity-0 shadow-1 focus-visible:opacity-100 group-hover:opacity-100 data-[popup-open]:opacity-100 pointer-coarse:opacity-60"
          >
            <ChevronDown className="size-4" />
          </button>
        }
      />
    </div>
  )
}

type Presses = Pick<Props, 'onTap' | 'onList' | 'onPlace'>

function useButtons(bubble: SimBubble, { onTap, onList, onPlace }: Presses): readonly WaButton[] {
  const t = useWords()
  const press = usePress(onTap, onPlace)
  const { buttons, list } = bubble.content
  const drawn = buttons.map(
    (button, at): WaButton => ({
      key: `${at} ${button.id}`,
      label: labelOf(button, t),
      kind: button.kind,
      ...press(button),
    }),
  )
  return list ? [...drawn, { key: 'list', label: list.button, kind: 'list', onPress: onList }] : drawn
}

/** WhatsApp labels the button of these itself, in the language of the phone. */
const OWN_LABELS = [
  'product',
  'product_list',
  'catalog_message',
  'location_request_message',
  'request_contact_info',
  'call_permission_request',
  'order_details',
  'order_status',
] as const

function labelOf({ id, title }: SimButton, t: ReturnType<typeof useWords>): string {
  const own = OWN_LABELS.find((name) => name === id && title === id)
  return own ? t(`phone.${own}`) : title
}
