import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import { orpc } from '#web/base/query.ts'
import { usePageTitle } from '#web/base/title.ts'
import { ChatPane } from '#web/chat/ChatPane.tsx'
import { watchInbox } from '#web/chat/data/live.ts'
import { useInboxUrl } from '#web/chat/inbox-url.ts'
import { ChatList } from '#web/chat/list/ChatList.tsx'
import { ListHead } from '#web/chat/list/ListHead.tsx'
import type { HeldChat } from '#web/chat/list/place-chat.ts'
import { NoChat } from '#web/chat/NoChat.tsx'
import { usePicking } from '#web/chat/pick.ts'
import { useInboxKeys } from '#web/chat/useInboxKeys.ts'
import { type InboxWalk, nextChat } from '#web/chat/walk.ts'
import { useWords } from '#web/chat/words.ts'
import { cx } from '#web/ui/cx.ts'

/** The team's inbox: the list, the open thread, the customer. On a phone one of them at a time. */
export function InboxPage() {
  const t = useWords()
  const url = useInboxUrl()
  const order = useRef<readonly HeldChat[]>([])
  useQuery(orpc.workspace.members.queryOptions())
  usePageTitle(t('title'))
  useEffect(() => watchInbox(openChatId), [])
  const picking = usePicking(`${url.ask.view} ${url.ask.filter} ${url.ask.search}`)
  const keepPicks = picking.keep
  const keepOrder = useCallback(
    (rows: readonly HeldChat[]) => {
      order.current = rows
      keepPicks(rows.map(({ id }) => id))
    },
    [keepPicks],
  )
  const pickOnward = (by: 1 | -1) => {
    const here = openChatId()
    const next = nextChat(order.current, here, by)
    const ids = order.current.map(({ id }) => id)
    if (here) picking.to(here, ids)
    if (!next) return
    picking.to(next, ids)
    url.open(next)
  }
  useInboxKeys({
    pick: () => {
      const here = openChatId()
      if (here) picking.toggle(here)
      else picking.start()
    },
    'pick-next': () => pickOnward(1),
    'pick-previous': () => pickOnward(-1),
    ...(picking.ids ? { unpick: picking.stop } : {}),
  })
  const walk: InboxWalk = {
    isPicking: (picking.ids?.size ?? 0) > 0,
    step: (by) => {
      const next = nextChat(order.current, openChatId(), by)
      if (next) url.open(next)
    },
    toggleUnread: () => url.setAsk({ filter: url.ask.filter === 'unread' ? 'open' : 'unread' }),
  }
  return (
    <div className="flex min-h-0 flex-1">
      <h1 className="sr-only">{t('title')}</h1>
      <div
        className={cx(
          'min-h-0 w-full shrink-0 flex-col border-line bg-surface md:flex md:w-[348px] md:border-r',
          url.chatId ? 'hidden' : 'flex',
        )}
      >
        <ListHead ask={url.ask} onAsk={url.setAsk} picking={picking} />
        <ChatList
          ask={url.ask}
          openId={url.chatId}
          at={url.at}
          picking={picking}
          onAsk={url.setAsk}
          onOpen={url.open}
          onOrder={keepOrder}
        />
      </div>
      <div className={cx('min-h-0 min-w-0 flex-1 md:flex', url.chatId ? 'flex' : 'hidden')}>
        {url.chatId ? (
          <ChatPane key={url.chatId} chatId={url.chatId} url={url} walk={walk} />
        ) : (
          <NoChat walk={walk} />
        )}
      </div>
    </div>
  )
}

/** The open chat by the address itself: keys and events may come faster than the page is drawn. */
function openChatId(): string | null {
  return /^\/inbox\/([^/?#]+)/.exec(location.pathname)?.[1] ?? null
}
