import { ChevronsDown } from 'lucide-react'
import { Fragment, type RefObject, useEffect, useRef, useState } from 'react'
import type { SayBody } from '#core/whatsapp/sim-api.ts'
import type { SimBubble, SimThread } from '#core/whatsapp/sim-view.ts'
import { AttachForm } from '#web/whatsapp/phone/AttachForm.tsx'
import { ListSheet } from '#web/whatsapp/phone/ListSheet.tsx'
import { PhoneBubble } from '#web/whatsapp/phone/PhoneBubble.tsx'
import { callSim, type World } from '#web/whatsapp/sim/sim-client.ts'
import { useSimAct } from '#web/whatsapp/sim/use-sim.ts'
import { useWords } from '#web/whatsapp/words.ts'
import { useWorkspaceFormats } from '#web/workspace/zone.ts'

/** Nearer to the end than this, a new message pulls the view along. */
const NEAR_END_PX = 160

/** As many as the simulator gives of a thread. */
const SHOWN_MAX = 500

type Props = {
  world: World
  thread: SimThread
  typing: boolean
  /** What the empty phone offers to say first. */
  opening?: string | undefined
  onQuote: (bubble: SimBubble) => void
  composer: RefObject<HTMLTextAreaElement | null>
}

/** The chat on the phone's wall, oldest first; it follows new messages. */
export function PhoneThread({ world, thread, typing, opening, onQuote, composer }: Props) {
  const t = useWords()
  const word = opening ?? t('hello')
  const { dayKey, day } = useWorkspaceFormats()
  const [list, setList] = useState<SimBubble | null>(null)
  const [asksPlace, setAsksPlace] = useState<SimBubble | null>(null)
  // A phone never shows what did not arrive.
  const bubbles = thread.bubbles.filter((bubble) => bubble.status !== 'failed' || bubble.from === 'customer')
  const { wall, inner, isAway, toEnd } = useFollow(bubbles.length, bubbles.at(-1)?.from === 'customer')
  const place = { numberId: thread.number.id, customerId: thread.customer.id }
  const tap = useSimAct(world, (ask: { to: string; id: string }) =>
    callSim(world, 'say', place, { kind: 'tap', ...ask }),
  )
  const answer = useSimAct(world, (body: SayBody) => callSim(world, 'say', place, body))
  const react = useSimAct(world, (ask: { to: string; emoji: string | null }) =>
    callSim(world, 'say', place, { kind: 'reaction', ...ask }),
  )
  return (
    <>
      <div
        ref={wall}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        role="log"
        aria-label={t('messages')}
        className="wa-wall scroll min-h-0 flex-1 px-2.5 py-3 [scrollbar-width:none]"
      >
        <div ref={inner} className="space-y-1.5">
          {thread.bubbles.length >= SHOWN_MAX && <Note>{t('olderHidden')}</Note>}
          {bubbles.length === 0 && (
            <>
              <Note>{t('sayHello', { name: thread.number.name, word })}</Note>
              <button
                type="button"
                disabled={answer.isPending}
                onClick={() => answer.mutate({ kind: 'text', text: word })}
                className="mx-auto flex min-h-11 items-center gap-1.5 rounded-full bg-brand px-4 font-medium text-[14px] text-on-brand shadow-1"
              >
                {t('sendHello', { word })}
              </button>
            </>
          )}
          {bubbles.map((bubble, at) => {
            const before = bubbles[at - 1]
            return (
              <Fragment key={bubble.wamid}>
                {(!before || dayKey(before.at) !== dayKey(bubble.at)) && <Note>{day(bubble.at)}</Note>}
                <PhoneBubble
                  world={world}
                  bubble={bubble}
                  onTap={(id) => tap.mutate({ to: bubble.wamid, id })}
                  onList={() => setList(bubble)}
                  onPlace={() => setAsksPlace(bubble)}
                  onQuote={() => onQuote(bubble)}
                  composer={composer}
                  onReact={(emoji) => react.mutate({ to: bubble.wamid, emoji })}
                />
              </Fragment>
            )
          })}
          {typing && (
            <div className="pop flex w-16 items-center justify-center gap-1 rounded-[10px] rounded-tl-none bg-wa-in py-3">
              <span className="sr-only">{t('typing')}</span>
              {[0, 1, 2].map((dot) => (
                <span key={dot} aria-hidden className="typing-dot size-[7px] rounded-full bg-wa-meta" />
              ))}
            </div>
          )}
        </div>
      </div>
      {isAway && (
        <div className="relative z-1 h-0 shrink-0">
          <button
            type="button"
            aria-label={t('toNewest')}
            onClick={toEnd}
            className="absolute right-2.5 bottom-2 grid size-9 place-items-center rounded-full bg-wa-in text-wa-meta shadow-2"
          >
            <ChevronsDown className="size-5" />
          </button>
        </div>
      )}
      <AttachForm
        kind={asksPlace && 'location'}
        onClose={() => setAsksPlace(null)}
        onSend={(body) => {
          if (asksPlace) answer.mutate({ ...body, replyTo: asksPlace.wamid })
          setAsksPlace(null)
        }}
      />
      {list?.content.list && (
        <ListSheet
          list={list.content.list}
          onClose={() => setList(null)}
          onChoose={(id) => {
            setList(null)
            tap.mutate({ to: list.wamid, id })
          }}
        />
      )}
    </>
  )
}

function Note({ children }: { children: React.ReactNode }) {
  return (
    <p className="mx-auto mb-2 w-fit max-w-[90%] rounded-md bg-wa-in px-2.5 py-1 text-center text-[11.5px] text-wa-meta leading-4 shadow-1">
      {children}
    </p>
  )
}

/** Keeps the newest in sight, unless the reader has scrolled up; their own message always brings them down. */
function useFollow(count: number, mine: boolean) {
  const wall = useRef<HTMLDivElement>(null)
  const inner = useRef<HTMLDivElement>(null)
  const follows = useRef(true)
  const [isAway, setAway] = useState(false)
  useEffect(() => {
    const outside = wall.current
    if (!outside || !inner.current) return
    const toEnd = () => follows.current && outside.scrollTo({ top: outside.scrollHeight })
    const look = () => {
      follows.current = outside.scrollHeight - outside.scrollTop - outside.clientHeight < NEAR_END_PX
      setAway(!follows.current)
    }
    // New bubbles, pictures that arrive late, a keyboard that opens: each changes a size.
    const sizes = new ResizeObserver(toEnd)
    sizes.observe(inner.current)
    sizes.observe(outside)
    outside.addEventListener('scroll', look, { passive: true })
    return () => {
      sizes.disconnect()
      outside.removeEventListener('scroll', look)
    }
  }, [])
  useEffect(() => {
    if (count > 0 && mine) follows.current = true
  }, [count, mine])
  const toEnd = () => wall.current?.scrollTo({ top: wall.current.scrollHeight })
  return { wall, inner, isAway, toEnd }
}
