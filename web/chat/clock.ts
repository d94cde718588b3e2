import { useEffect, useState } from 'react'
import { MINUTE, type Millis } from '#core/base/time.ts'
import { refreshChats } from '#web/chat/data/chats.ts'
import { channelNow, type HeldChat } from '#web/chat/list/place-chat.ts'
import { untilNextReading, viewWindow, type WindowView } from '#web/chat/window.ts'

/** This device's clock, read anew every minute: for ages in lists. */
export function useMinute(): Millis {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** When the bot's pause in the open chat ends nothing tells it: the chat is read again then. */
export function useEndOfPause({ id, turn, pausedUntil, skew }: HeldChat): void {
  useEffect(() => {
    if (turn !== 'human' || pausedUntil === null) return
    const left = pausedUntil - (Date.now() + skew)
    if (left > TIMER_MAX) return
    const read = () => void refreshChats([id], id).catch(() => undefined) // it is read with the next event
    const timer = setTimeout(read, Math.max(left, 0) + SETTLED)
    return () => clearTimeout(timer)
  }, [id, turn, pausedUntil, skew])
}
/** Browsers count no longer timers; by then the page was read anew. */
const TIMER_MAX: Millis = 2 ** 31 - 1
/** The server's clock may be a little behind ours. */
const SETTLED: Millis = 500

/** The 24-hour window of a chat in the channel's time; it changes by itself when its reading does, and when it closes. */
export function useWindow(chat: HeldChat): WindowView {
  const [now, setNow] = useState(() => Date.now())
  const { windowEndsAt, skew } = chat
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const turn = () => {
      const read = Date.now()
      setNow(read)
      const left = windowEndsAt === null ? 0 : windowEndsAt - (read + skew)
      timer = setTimeout(turn, untilNextReading(left) + 5)
    }
    turn()
    return () => clearTimeout(timer)
  }, [windowEndsAt, skew])
  return viewWindow(windowEndsAt, channelNow(chat, now))
}
