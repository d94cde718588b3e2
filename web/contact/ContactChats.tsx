import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight, MessageCircle } from 'lucide-react'
import type { Contact } from '#core/contact/api.ts'
import { useFormats } from '#web/base/format.ts'
import { orpc } from '#web/base/query.ts'
import { useBaseWords } from '#web/base/words.ts'
import { useWords } from '#web/contact/words.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'

const CHATS_MAX = 20

/** The chats of a contact, one per number of ours: open ones first. */
export function ContactChats({ contact }: { contact: Contact }) {
  const t = useWords()
  const base = useBaseWords()
  const format = useFormats()
  const search = (contact.phone ?? contact.name).slice(0, 100)
  const input = { view: 'all', filter: 'open', limit: CHATS_MAX, search } as const
  const found = useQuery(orpc.chat.chats.queryOptions({ input, enabled: search !== '' }))
  const chats = (found.data?.items ?? [])
    .filter((chat) => chat.contact.id === contact.id)
    .toSorted((a, b) => Number(a.status === 'resolved') - Number(b.status === 'resolved'))
  if (found.isError)
    return (
      <Button onClick={() => void found.refetch()} size="sm">
        {base('retry')}
      </Button>
    )
  if (chats.length === 0)
    return found.isLoading ? null : <p className="text-fg-3 text-sm">{t('chatsNone')}</p>
  return (
    <ul className="-mx-2">
      {chats.map((chat) => (
        <li key={chat.id}>
          <Link
            to="/inbox/$id"
            params={{ id: chat.id }}
            className="flex min-h-11 items-center gap-2.5 rounded-sm px-2 hover:bg-hover"
          >
            <MessageCircle aria-hidden="true" className="size-4 shrink-0 text-fg-3" />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{chat.number.name || chat.number.display}</span>
              <span className="block truncate text-fg-3 text-xs">{chat.last?.text || t('chatSilent')}</span>
            </span>
            {chat.status !== 'open' && <Badge>{t(chat.status)}</Badge>}
            {chat.last && (
              <span className="tnum shrink-0 text-2xs text-fg-3">{format.ago(chat.last.at, chat.now)}</span>
            )}
            <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-fg-3" />
          </Link>
        </li>
      ))}
    </ul>
  )
}
