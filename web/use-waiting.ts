import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { notify } from '#web/base/desktop-notice.ts'
import { orpc } from '#web/base/query.ts'
import { useWaitingInTitle } from '#web/base/title.ts'
import { useBaseWords } from '#web/base/words.ts'

/** Chats that wait unread are told in the tab's name, and one more of them on the desktop, to whoever looks elsewhere. */
export function useWaiting({ name }: { readonly name: string }): void {
  const t = useBaseWords()
  const navigate = useNavigate()
  const unread = useQuery(orpc.chat.chatCounts.queryOptions()).data?.unread
  const before = useRef<number>(undefined)
  useWaitingInTitle(unread ?? 0)
  useEffect(() => {
    const isMore = unread !== undefined && before.current !== undefined && unread > before.current
    before.current = unread
    if (isMore) notify(name, t('unreadChats', { count: unread }), () => void navigate({ to: '/inbox' }))
  }, [unread, name, t, navigate])
}
