import { useEffect, useRef } from 'react'
import type { ThreadItem } from '#web/chat/thread/thread-items.ts'
import { useWords } from '#web/chat/words.ts'
import { patiently } from '#web/ui/patient.ts'
import { toast } from '#web/ui/Toast.tsx'

const reach = patiently(() => import('#web/chat/search/reach.ts'))

type Aim = { readonly chatId: string; readonly at: string | null; readonly items: readonly ThreadItem[] }

/** Reads the thread back to the message at which it is opened, and shows it once: by its place among the items. */
export function useReach({ chatId, at, items }: Aim, show: (index: number) => void): void {
  const t = useWords()
  const shown = useRef<string | null>(null)
  useEffect(() => {
    if (at === null) return
    const look = async () => {
      const { reachMessage } = await reach()
      return await reachMessage(chatId, at)
    }
    look().then(
      (there) => there || toast(t('thread.tooFar'), { tone: 'problem' }),
      () => undefined, // without an answer the thread stands at its newest, and says itself what is wrong
    )
  }, [chatId, at, t])
  useEffect(() => {
    if (at === null) return
    const look = () => {
      const index = items.findIndex((item) => item.kind === 'message' && item.message.id === at)
      if (index < 0) return
      shown.current = at
      show(index)
    }
    /** Whoever has gone on from it and presses the same result again changes no address. */
    const again = ({ target }: MouseEvent) => {
      if (target instanceof Element && target.closest(`a[href*="${CSS.escape(at)}"]`)) look()
    }
    if (shown.current !== at) look()
    addEventListener('click', again)
    return () => removeEventListener('click', again)
  })
}
