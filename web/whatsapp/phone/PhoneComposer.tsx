import { SendHorizontal, X } from 'lucide-react'
import { type ChangeEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { formatText, plainOf } from '#core/whatsapp/format.ts'
import type { SayBody } from '#core/whatsapp/sim-api.ts'
import type { SimBubble, SimThread } from '#core/whatsapp/sim-view.ts'
import { WaQuote } from '#web/ui/WaBubble.tsx'
import { AttachMenu } from '#web/whatsapp/phone/AttachMenu.tsx'
import { EmojiMenu } from '#web/whatsapp/phone/EmojiMenu.tsx'
import { callSim, type World } from '#web/whatsapp/sim/sim-client.ts'
import { useSimAct } from '#web/whatsapp/sim/use-sim.ts'
import { useWords } from '#web/whatsapp/words.ts'

type Props = { world: World; thread: SimThread; quoted: SimBubble | null; onQuoteDone: () => void }

const LINES_MAX_PX = 110

/** Where the customer writes: Enter sends, Shift Enter begins a new line. */
export function PhoneComposer({ world, thread, quoted, onQuoteDone }: Props) {
  const t = useWords()
  const [text, setText] = useState('')
  const area = useRef<HTMLTextAreaElement>(null)
  const place = { numberId: thread.number.id, customerId: thread.customer.id }
  const say = useSimAct(world, (body: SayBody) => callSim(world, 'say', place, body))
  const replyTo = quoted ? { replyTo: quoted.wamid } : {}
  useEffect(() => {
    if (quoted) area.current?.focus()
  }, [quoted])
  const send = () => {
    if (!text.trim()) return
    say.mutate({ kind: 'text', text: text.trim(), ...replyTo }, { onError: () => setText(text) })
    setText('')
    onQuoteDone()
    if (area.current) area.current.style.height = 'auto'
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  const onChange = (event: ChangeEvent<HTMLTextAreaElement>) => {
    setText(event.target.value)
    event.target.style.height = 'auto'
    event.target.style.height = `${Math.min(event.target.scrollHeight, LINES_MAX_PX)}px`
  }
  return (
    <form
      className="wa-wall shrink-0 px-2 pt-1 pb-3"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {quoted && (
        <div className="mb-1 flex items-center gap-1 rounded-[12px] bg-wa-in pr-1 shadow-1">
          <div className="min-w-0 flex-1">
            <WaQuote
              author={quoted.from === 'customer' ? t('you') : t('business')}
              text={plainOf(formatText(quoted.content.text)) || quoted.content.type}
            />
          </div>
          <button
            type="button"
            aria-label={t('dropQuote')}
            onClick={onQuoteDone}
            className="grid size-8 place-items-center rounded-full text-wa-meta hover:bg-black/5 pointer-coarse:size-11"
          >
            <X className="size-4" />
          </button>
        </div>
      )}
      <div className="flex items-end gap-1.5">
        <div className="flex min-h-11 min-w-0 flex-1 items-end rounded-[22px] bg-wa-in px-1 shadow-1 focus-within:ring-2 focus-within:ring-brand/60">
          <EmojiMenu
            label={t('emoji')}
            onPick={(emoji) => {
              setText((before) => before + emoji)
              area.current?.focus()
            }}
          />
          <textarea
            ref={area}
            rows={1}
            value={text}
            onChange={onChange}
            onKeyDown={onKeyDown}
            aria-label={t('typeMessage')}
            placeholder={t('typeMessage')}
            className="scroll my-[11px] min-w-0 flex-1 resize-none bg-transparent text-[15px] leading-[22px] outline-none [scrollbar-width:none] placeholder:text-wa-meta focus-visible:outline-none"
          />
          <AttachMenu
            world={world}
            replyTo={replyTo}
            onSay={(body) => say.mutate(body, { onSuccess: onQuoteDone })}
          />
        </div>
        <button
          type="submit"
          aria-label={t('send')}
          className="grid size-11 shrink-0 place-items-center rounded-full bg-brand text-on-brand"
        >
          <SendHorizontal className="size-5" />
        </button>
      </div>
    </form>
  )
}
