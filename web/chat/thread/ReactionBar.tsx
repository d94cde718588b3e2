import { useEffect, useRef } from 'react'
import type { Message } from '#core/chat/api.ts'
import { useBaseWords } from '#web/base/words.ts'
import { react } from '#web/chat/data/react.ts'
import { useWords } from '#web/chat/words.ts'
import { cx } from '#web/ui/cx.ts'
import { toast } from '#web/ui/Toast.tsx'

/** The six that WhatsApp itself offers first. */
const EMOJI = ['👍', '❤️', '😂', '😮', '😢', '🙏'] as const

/** Under the customer's message: how we take it. The one that stands is taken away by pressing it again. */
export function ReactionBar({ message, onClose }: { message: Message; onClose: () => void }) {
  const t = useWords()
  const base = useBaseWords()
  const bar = useRef<HTMLFieldSetElement>(null)
  const ours = message.reactions.find(({ by }) => by === 'us')?.emoji ?? null
  const opener = useRef<Element | null>(null)
  useEffect(() => {
    opener.current = document.activeElement
    bar.current?.querySelector('button')?.focus()
  }, [])
  const close = () => {
    onClose()
    if (opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true })
  }
  const press = async (emoji: string) => {
    close()
    const failure = await react(message, emoji === ours ? null : emoji)
    if (failure) toast(failure.sentence || base('unreachable'), { tone: 'problem' })
  }
  return (
    <fieldset
      ref={bar}
      aria-label={t('thread.react')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close()
      }}
      onMouseDown={(event) => event.preventDefault()} // some browsers give a pressed button no focus: the bar would go before the press
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) onClose()
      }}
      className="relative z-1 mt-1 flex w-fit gap-0.5 rounded-full border border-line bg-surface px-1.5 shadow-2"
    >
      {EMOJI.map((emoji) => (
        <button
          key={emoji}
          type="button"
          aria-pressed={emoji === ours}
          onClick={() => void press(emoji)}
          className={cx(
            'grid size-9 place-items-center rounded-full text-xl pointer-coarse:size-11',
            emoji === ours ? 'bg-brand-soft' : 'hover:bg-hover',
          )}
        >
          {emoji}
        </button>
      ))}
    </fieldset>
  )
}
