import type { ChatStatus } from '#core/chat/chat-status.ts'
import { useBaseWords } from '#web/base/words.ts'
import { type ActFailure, assignChat, pauseBot, setStatus } from '#web/chat/data/acts.ts'
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
  const turn = (status: ChatStatus) =>
    tell(setStatus(chat, status), () =>
      toast(t(`status.now.${status}`, { name: chat.contact.name }), {
        undo: () => tell(setStatus({ ...chat, status }, chat.status)),
      }),
    )
  return {
    setStatus: turn,
    resolve: () => turn(chat.status === 'resolved' ? 'open' : 'resolved'),
    setBot: (awake: boolean) => tell(pauseBot(chat, !awake)),
    take: () => {
      if (me) tell(assignChat(chat, { id: me.id, name: me.name }))
    },
  }
}
