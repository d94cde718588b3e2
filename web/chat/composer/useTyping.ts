import { useEffect, useRef } from 'react'
import { type Millis, SECOND } from '#core/base/time.ts'
import { TYPING_EVERY } from '#core/chat/typing.ts'
import { client } from '#web/base/api.ts'

/** Whoever has begun is still writing after this; and no key waits for the asking. */
const REST: Millis = SECOND / 2
/** The way to the server is not always equally long: what comes there too early is not told. */
const AGAIN: Millis = TYPING_EVERY + SECOND

/** Has the customer's phone told that a reply is being written, as long as it is. */
export function useTyping(chatId: string, isWriting: boolean): void {
  const next = useRef(0)
  useEffect(() => {
    if (!isWriting) return
    const tell = () => {
      next.current = performance.now() + AGAIN
      timer = setTimeout(tell, AGAIN)
      void client.chat.showTyping({ id: chatId }).catch(() => undefined) // it is worth nothing later
    }
    let timer = setTimeout(tell, Math.max(REST, next.current - performance.now()))
    return () => clearTimeout(timer)
  }, [chatId, isWriting])
}
