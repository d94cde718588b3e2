import { useBaseWords } from '#web/base/words.ts'
import { type ActFailure, assignChat, pauseBot, resolveChat } from '#web/chat/data/acts.ts'
import type { HeldChat } from '#web/chat/list/place-chat.ts'
import { useWords } from '#web/chat/words.ts'
import { toast } from '#web/ui/Toast.tsx'

/** What can be done with the open chat; each is seen at once and can be taken back where others are concerned. */
export function useChatActs(chat: HeldChat, me: { readonly id: string; readonly name: string } | null) {
  const t = useWords()
  const base = useBaseWords()
  const tell = (done: Promise<ActFailure>, success?: () => void) =>
    void done.then((failure) => {
      if (failure) toast(failure.sentence || base('unreachable'), { tone: 'problem' })
      else success?.()
    })
  return {
    resolve: () => {
      const next = !chat.resolved
      tell(resolveChat(chat, next), () =>
        toast(t(next ? 'resolve.done' : 'resolve.reopened', { name: chat.contact.name }), {
          undo: () => tell(resolveChat({ ...chat, resolved: next }, !next)),
        }),
      )
    },
    setBot: (awake: boolean) => tell(pauseBot(chat, !awake)),
    take: () => {
      if (me) tell(assignChat(chat, { id: me.id, name: me.name }))
    },
  }
}
