import { Inbox } from 'lucide-react'
import { useInboxKeys } from '#web/chat/useInboxKeys.ts'
import type { InboxWalk } from '#web/chat/walk.ts'
import { useWords } from '#web/chat/words.ts'
import { Kbd } from '#web/ui/Kbd.tsx'
import { undoNewest } from '#web/ui/Toast.tsx'

/** Beside the list while no chat is open. */
export function NoChat({ walk }: { walk: InboxWalk }) {
  const t = useWords()
  useInboxKeys({
    next: () => walk.step(1),
    previous: () => walk.step(-1),
    open: () => walk.step(1),
    unread: walk.toggleUnread,
    undo: undoNewest,
  })
  return (
    <div className="grid flex-1 place-items-center bg-bg p-8 text-center">
      <div className="max-w-72">
        <span
          aria-hidden="true"
          className="mx-auto mb-4 grid size-14 place-items-center rounded-xl bg-brand-soft text-brand-soft-fg"
        >
          <Inbox className="size-6" />
        </span>
        <h2 className="font-semibold text-lg">{t('none.title')}</h2>
        <p className="mt-1.5 text-fg-2">{t('none.hint')}</p>
        <p className="mt-4 flex justify-center gap-4 text-fg-2 text-xs">
          <span className="flex items-center gap-1">
            <Kbd>J</Kbd>
            <Kbd>K</Kbd> {t('none.walk')}
          </span>
          <span className="flex items-center gap-1">
            <Kbd>/</Kbd> {t('none.search')}
          </span>
        </p>
      </div>
    </div>
  )
}
