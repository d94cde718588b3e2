import { useEffect, useRef, useState } from 'react'
import type { Message } from '#core/chat/api.ts'
import { kindName } from '#web/chat/kind-name.ts'
import type { HeldChat } from '#web/chat/list/place-chat.ts'
import { lineOf } from '#web/chat/thread/body-of.ts'
import { useWords } from '#web/chat/words.ts'

/** Says each new message of the customer once to those who listen; scrolling says nothing. */
export function Announcer({ chat, messages }: { chat: HeldChat; messages: readonly Message[] }) {
  const t = useWords()
  const [said, setSaid] = useState('')
  const last = messages.findLast((message) => message.kind === 'in')
  const known = useRef<string | null>(null)
  useEffect(() => {
    if (!last) return
    if (known.current !== null && known.current !== last.id)
      setSaid(t('thread.says', { name: chat.contact.name, text: lineOf(last, kindName(t)) }))
    known.current = last.id
  }, [last, chat.contact.name, t])
  return (
    <p aria-live="polite" className="sr-only">
      {said}
    </p>
  )
}
