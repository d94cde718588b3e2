import { type RefObject, useEffect, useRef, useState } from 'react'
import type { ThreadItem } from '#web/chat/thread/thread-items.ts'
import { useWords } from '#web/chat/words.ts'
import { patiently } from '#web/ui/patient.ts'
import { toast } from '#web/ui/Toast.tsx'

const reach = patiently(() => import('#web/chat/search/reach.ts'))

/** Not the press by which the thread comes to be opened at the message. */
const HEARD_FIRST = { capture: true }

type Aim = {
  readonly chatId: string
  readonly at: string | null
  readonly items: readonly ThreadItem[]
  /** The thread on the page; the row of the message is its `aria-current`. */
  readonly box: RefObject<HTMLElement | null>
}

/** Reads the thread back to the message at which it is opened, and shows it once, by its place among the items: the keys stand there then. */
export function useReach({ chatId, at, items, box }: Aim, show: (index: number) => void): void {
  const t = useWords()
  const shown = useRef<string | null>(null)
  const [tries, setTries] = useState(0)
  const takeFocus = useRowFocus(box)
  useEffect(() => {
    if (at === null) return
    const leaving = new AbortController()
    const tell = (words: string) => leaving.signal.aborted || toast(words, { tone: 'problem' })
    const look = async () => {
      const { reachMessage } = await reach()
      return await reachMessage({ chatId, messageId: at }, leaving.signal)
    }
    look().then(
      (there) => there || tell(t('thread.tooFar')),
      () => tell(t('thread.unreached')),
    )
    return () => leaving.abort()
  }, [chatId, at, tries, t])
  useEffect(() => {
    if (at === null) {
      shown.current = null
      return
    }
    const look = () => {
      const index = items.findIndex((item) => item.kind === 'message' && item.message.id === at)
      if (index < 0) return false
      shown.current = at
      show(index)
      takeFocus()
      return true
    }
    /** Whoever has gone on from it, or was told of a failure, and presses the same result again changes no address. */
    const again = ({ target }: MouseEvent) => {
      const isIts = target instanceof Element && target.closest(`a[href*="${CSS.escape(at)}"]`)
      if (isIts && !look()) setTries((before) => before + 1)
    }
    if (shown.current !== at) look()
    addEventListener('click', again, HEARD_FIRST)
    return () => removeEventListener('click', again, HEARD_FIRST)
  })
}

/**
 * Gives the keys to the row of the message as soon as it is drawn, unless something is being written. While the row is scrolled out
 * of what is drawn, the thread has them for it.
 */
function useRowFocus(box: RefObject<HTMLElement | null>): () => void {
  const isWanted = useRef(false)
  const isKept = useRef(false)
  const held = useRef<HTMLElement | null>(null)
  const give = () => {
    if (held.current?.isConnected === false) {
      held.current = null
      isKept.current = document.activeElement === document.body
      if (isKept.current) box.current?.focus({ preventScroll: true })
    }
    if (document.activeElement !== box.current) isKept.current = false
    const row = box.current?.querySelector<HTMLElement>('[data-index][aria-current="true"]')
    if (!row || !(isWanted.current || isKept.current)) return
    isWanted.current = false
    isKept.current = false
    if (document.activeElement?.matches('input, textarea')) return
    row.focus({ preventScroll: true })
    held.current = row
  }
  useEffect(give)
  return () => {
    isWanted.current = true
    give()
  }
}
