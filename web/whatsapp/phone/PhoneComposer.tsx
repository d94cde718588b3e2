import { Mic, SendHorizontal, X } from 'lucide-react'
import { type ChangeEvent, type KeyboardEvent, type RefObject, useState } from 'react'
import type { SayBody } from '#core/whatsapp/sim-api.ts'
import type { SimBubble, SimThread } from '#core/whatsapp/sim-view.ts'
import { toast } from '#web/ui/Toast.tsx'
import { typeIn } from '#web/ui/type-in.ts'
import { WaQuote } from '#web/ui/WaBubble.tsx'
import { AttachMenu } from '#web/whatsapp/phone/AttachMenu.tsx'
import { EmojiMenu } from '#web/whatsapp/phone/EmojiMenu.tsx'
import { useQuoteWords } from '#web/whatsapp/phone/use-quote-words.ts'
import { canRecord, useRecorder } from '#web/whatsapp/phone/use-recorder.ts'
import { VoiceBar } from '#web/whatsapp/phone/VoiceBar.tsx'
import { callSim, uploadToSim, type World } from '#web/whatsapp/sim/sim-client.ts'
import { useSimAct } from '#web/whatsapp/sim/use-sim.ts'
import { useWords } from '#web/whatsapp/words.ts'

type Props = {
  world: World
  thread: SimThread
  area: RefObject<HTMLTextAreaElement | null>
  quoted: SimBubble | null
  onQuoteDone: () => void
}

const LINES_MAX_PX = 110
/** WhatsApp's own. */
const LENGTH_MAX = 65_536

/** Where the customer writes: Enter sends, Shift Enter begins a new line. */
export function PhoneComposer({ world, thread, area, quoted, onQuoteDone }: Props) {
  const t = useWords()
  const [text, setText] = useState('')
  const place = { numberId: thread.number.id, customerId: thread.customer.id }
  const say = useSimAct(world, (body: SayBody) => callSim(world, 'say', place, body))
  const replyTo = quoted ? { replyTo: quoted.wamid } : {}
  const speak = useSimAct(world, async (sound: File) => {
    const { mediaId } = await uploadToSim(world, sound)
    await callSim(world, 'say', place, { kind: 'media', mediaId, voice: true, ...replyTo })
    onQuoteDone()
  })
  const voice = useRecorder(speak.mutate, () => toast(t('noMicrophone'), { tone: 'problem' }))
  const isSpoken = !text.trim() && voice.seconds === null && canRecord()
  const send = () => {
    if (voice.seconds !== null) voice.finish()
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
      {quoted && <Quoted bubble={quoted} onDrop={onQuoteDone} />}
      <div className="flex items-end gap-1.5">
        {voice.seconds !== null && <VoiceBar seconds={voice.seconds} onDrop={voice.drop} />}
        <div
          hidden={voice.seconds !== null}
          className="flex min-h-11 min-w-0 flex-1 items-end rounded-[22px] bg-wa-in px-1 shadow-1 focus-within:ring-2 focus-within:ring-brand/60 [&[hidden]]:hidden"
        >
          <EmojiMenu
            label={t('emoji')}
            onPick={(emoji) => {
              const field = area.current
              if (field) typeIn(field, emoji, { from: field.selectionStart, to: field.selectionEnd })
            }}
          />
          <textarea
            ref={area}
            rows={1}
            maxLength={LENGTH_MAX}
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
          type={isSpoken ? 'button' : 'submit'}
          aria-label={isSpoken ? t('record') : t('send')}
          aria-busy={speak.isPending}
          onClick={isSpoken ? voice.start : undefined}
          className="grid size-11 shrink-0 place-items-center rounded-full bg-brand text-on-brand"
        >
          {isSpoken ? <Mic className="size-5" /> : <SendHorizontal className="size-5" />}
        </button>
      </div>
    </form>
  )
}

/** What is being answered, above the text. */
function Quoted({ bubble, onDrop }: { bubble: SimBubble; onDrop: () => void }) {
  const t = useWords()
  const quoteWords = useQuoteWords()
  const { content } = bubble
  return (
    <div className="mb-1 flex items-center gap-1 rounded-[12px] bg-wa-in pr-1 shadow-1">
      <div className="min-w-0 flex-1">
        <WaQuote
          author={bubble.from === 'customer' ? t('you') : t('business')}
          text={quoteWords(content.media?.kind ?? content.type, content.text || content.header || '')}
        />
      </div>
      <button
        type="button"
        aria-label={t('dropQuote')}
        onClick={onDrop}
        className="grid size-8 place-items-center rounded-full text-wa-meta hover:bg-black/5 pointer-coarse:size-11"
      >
        <X className="size-4" />
      </button>
    </div>
  )
}
