import { Bot, Reply, Smile } from 'lucide-react'
import { memo, Suspense, useState } from 'react'
import type { Message } from '#core/chat/api.ts'
import { isWaiting } from '#core/policy/judged.ts'
import { useFormats } from '#web/base/format.ts'
import { kindName } from '#web/chat/kind-name.ts'
import { BubbleBody } from '#web/chat/thread/BubbleBody.tsx'
import { BubbleChoices } from '#web/chat/thread/BubbleChoices.tsx'
import { bodyOf, lineOf } from '#web/chat/thread/body-of.ts'
import type { Unsent } from '#web/chat/thread/outgoing.ts'
import { type ChatWords, useWords } from '#web/chat/words.ts'
import { cx } from '#web/ui/cx.ts'
import { IconButton } from '#web/ui/IconButton.tsx'
import { patient } from '#web/ui/patient.ts'
import { Ticks } from '#web/ui/Ticks.tsx'
import type { OnTemplate } from '#web/whatsapp/verdict/Explanation.tsx'
import { useCost } from '#web/whatsapp/verdict/use-cost.ts'

/** Trouble is rare: its words and buttons are fetched when a message has some. */
const BubbleFate = patient(async () => (await import('#web/chat/thread/BubbleFate.tsx')).BubbleFate, 'early')
const ReactionBar = patient(
  async () => (await import('#web/chat/thread/ReactionBar.tsx')).ReactionBar,
  'early',
)
const TROUBLED: ReadonlySet<string | null> = new Set(['failed', 'refused', 'uncertain', 'held'])

type Props = {
  message: Message
  joined: boolean
  zone: string | undefined
  /** The message that this one answers, when it is held. */
  quoted: Message | null
  customer: string
  /** Why it never left this browser; null for everything the server knows. */
  unsent: Unsent | null
  onQuote: (message: Message) => void
  /** Sends a template instead of what could not be sent. */
  onTemplate: OnTemplate
}

/** One message of the customer, the bot or a member. */
export const Bubble = memo(function Bubble(props: Props) {
  const { message, joined, zone, quoted, customer, unsent, onQuote, onTemplate } = props
  const t = useWords()
  const format = useFormats(zone)
  const out = message.kind === 'out'
  const body = bodyOf(message)
  const canQuote = message.wamid !== null && body !== null
  const [reacting, setReacting] = useState(false)
  return (
    <article
      aria-label={`${speaker(message, customer, t)}, ${format.time(message.at)}`}
      className={cx(
        'group flex flex-col pb-0.5',
        out ? 'items-end' : 'items-start',
        joined ? 'pt-0.5' : 'pt-1.5',
      )}
    >
      {out && !joined && <Author message={message} t={t} />}
      <div className={cx('flex w-full items-center gap-1', out && 'flex-row-reverse')}>
        <div
          className={cx(
            'relative w-fit min-w-20 max-w-[86%] overflow-hidden rounded-[14px] md:max-w-[72%]',
            out
              ? 'rounded-tr-xs bg-bubble-out text-bubble-out-fg'
              : 'rounded-tl-xs border border-line bg-surface',
          )}
        >
          {quoted && <Quote message={quoted} customer={customer} t={t} />}
          {body && <BubbleBody body={body} />}
          <p
            className={cx(
              'tnum flex items-center justify-end gap-1 px-3 pt-0.5 pb-1.5 text-2xs',
              out ? 'text-fg-2' : 'text-fg-3',
            )}
          >
            {format.time(message.at)}
            {out && message.state && <Ticks state={message.state} label={t(`state.${message.state}`)} />}
          </p>
          {body && <BubbleChoices body={body} />}
        </div>
        {canQuote && <Beside out={out} onQuote={() => onQuote(message)} onReact={() => setReacting(true)} />}
      </div>
      <Reactions message={message} t={t} />
      {reacting && (
        <Suspense>
          <ReactionBar message={message} onClose={() => setReacting(false)} />
        </Suspense>
      )}
      {(unsent !== null || TROUBLED.has(message.state) || isWaiting(message) || isPutOff(message)) && (
        <Suspense>
          <BubbleFate message={message} unsent={unsent} onTemplate={onTemplate} />
        </Suspense>
      )}
    </article>
  )
})

type BesideProps = { out: boolean; onQuote: () => void; onReact: () => void }

/** What can be done with a message of either side; a reaction is for the customer's. */
function Beside({ out, onQuote, onReact }: BesideProps) {
  const t = useWords()
  const look = cx(
    'opacity-0 focus-visible:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100 max-md:size-10',
    out ? '[@media(hover:none)]:hidden' : '[@media(hover:none)]:opacity-50',
  )
  return (
    <>
      <IconButton label={t('thread.quote')} size="sm" onClick={onQuote} className={look}>
        <Reply />
      </IconButton>
      {!out && (
        <IconButton label={t('thread.react')} size="sm" onClick={onReact} className={look}>
          <Smile />
        </IconButton>
      )}
    </>
  )
}

/** Meta said "later": it goes by itself, and until then it can be called back. */
function isPutOff({ state, fault }: Message): boolean {
  return state === 'queued' && fault !== null
}

/** Who speaks, for those who do not see sides and colours. */
export function speaker(message: Message, customer: string, t: ChatWords): string {
  if (message.kind === 'in') return customer
  if (message.by === 'bot') return t('thread.bot')
  return message.author ?? t('thread.us')
}

function Author({ message, t }: { message: Message; t: ChatWords }) {
  const cost = useCost(message.draft?.kind === 'template' && !isWaiting(message) ? message.verdict : null)
  return (
    <p aria-hidden="true" className="mb-1 flex items-center gap-1 text-2xs text-fg-3">
      {message.by === 'bot' && <Bot className="size-3 text-violet" />}
      {message.by === 'bot' ? t('thread.bot') : message.author}
      {message.draft?.kind === 'template' && (
        <code className="font-mono text-[10.5px]">{message.draft.name}</code>
      )}
      {cost && <span className="tnum">· {cost}</span>}
    </p>
  )
}

function Quote({ message, customer, t }: { message: Message; customer: string; t: ChatWords }) {
  return (
    <blockquote className="mx-2 mt-2 rounded-sm border-brand border-l-[3px] bg-black/4 py-1 pr-2 pl-2 dark:bg-white/6">
      <p className="font-semibold text-2xs text-brand-soft-fg">{speaker(message, customer, t)}</p>
      <p className="line-clamp-2 text-fg-2 text-xs">{lineOf(message, kindName(t))}</p>
    </blockquote>
  )
}

function Reactions({ message, t }: { message: Message; t: ChatWords }) {
  if (message.reactions.length === 0) return null
  const title = t('thread.reactions', { emoji: message.reactions.map((each) => each.emoji).join(' ') })
  return (
    <p className="-mt-1.5 relative z-1 mx-2 rounded-full border border-line bg-surface px-1.5 text-[13px] leading-[22px] shadow-1">
      <span className="sr-only">{title}</span>
      <span aria-hidden="true">{message.reactions.map((each) => each.emoji).join(' ')}</span>
    </p>
  )
}
