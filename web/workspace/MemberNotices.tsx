import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { BellRing, X } from 'lucide-react'
import { useEffect } from 'react'
import type { MemberNotice } from '#core/workspace/team-api.ts'
import { useFormats } from '#web/base/format.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { Button } from '#web/ui/Button.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { useWords } from '#web/workspace/words.ts'

const SHOWN_MAX = 3

/** What the bot, or a comment on a flow, tells the reader, above whatever page they are on, until they put it away or go to the chat. */
export function MemberNotices() {
  const t = useWords()
  const told = useQuery(orpc.workspace.memberNotices.queryOptions()).data ?? []
  const { id: open }: { readonly id?: string } = useParams({ strict: false })
  const here = told.filter(({ chat }) => chat !== null && chat.id === open).map(({ id }) => id)
  const notices = told.filter(({ id }) => !here.includes(id))
  const see = useMutation(
    orpc.workspace.seeNotices.mutationOptions({
      onMutate: ({ ids }) =>
        queryClient.setQueryData(orpc.workspace.memberNotices.queryKey(), (known) =>
          ids ? known?.filter(({ id }) => !ids.includes(id)) : [],
        ),
      onSettled: () => queryClient.invalidateQueries({ queryKey: orpc.workspace.memberNotices.key() }),
    }),
  )
  const { mutate } = see
  const reached = here.join()
  useEffect(() => {
    if (reached !== '') mutate({ ids: reached.split(',') })
  }, [reached, mutate])
  if (notices.length === 0) return null
  const more = notices.length - SHOWN_MAX
  return (
    <section
      aria-label={t('botNotices')}
      aria-live="polite"
      className="fixed top-16 right-3 z-40 w-80 space-y-2 md:top-auto md:bottom-4"
    >
      {notices.slice(0, SHOWN_MAX).map((notice) => (
        <Notice key={notice.id} notice={notice} onSeen={() => see.mutate({ ids: [notice.id] })} />
      ))}
      {notices.length > 1 && (
        <div className="flex items-center justify-between gap-2 rounded-md bg-surface px-2 py-1 text-fg-2 text-xs">
          {more > 0 ? t('botNoticesMore', { n: more }) : ''}
          <Button size="sm" tone="ghost" onClick={() => see.mutate({})}>
            {t('botNoticesSeen')}
          </Button>
        </div>
      )}
    </section>
  )
}

function Notice({ notice: { text, at, chat, flow }, onSeen }: { notice: MemberNotice; onSeen: () => void }) {
  const t = useWords()
  const format = useFormats()
  return (
    <article className="flex gap-2.5 rounded-lg border border-line-strong bg-raised p-3 shadow-2">
      <BellRing aria-hidden className="mt-0.5 size-4 shrink-0 text-brand-soft-fg" />
      <div className="min-w-0 flex-1">
        <p className="line-clamp-3 break-words text-sm">{text}</p>
        <p className="mt-1 flex items-center gap-2 text-2xs text-fg-3">
          <time dateTime={new Date(at).toISOString()} className="tnum">
            {format.time(at)}
          </time>
          {chat && (
            <Link
              to="/inbox/$id"
              params={{ id: chat.id }}
              onClick={onSeen}
              className="truncate font-medium text-brand-soft-fg text-xs underline"
            >
              {t('botNoticeOpen', { name: chat.name })}
            </Link>
          )}
          {flow && (
            <Link
              to="/flows/$id"
              params={{ id: flow.id }}
              search={{ panel: 'comments' }}
              onClick={onSeen}
              className="truncate font-medium text-brand-soft-fg text-xs underline"
            >
              {t('commentNoticeOpen', { name: flow.name })}
            </Link>
          )}
        </p>
      </div>
      <IconButton size="sm" label={t('botNoticeSeen')} onClick={onSeen}>
        <X />
      </IconButton>
    </article>
  )
}
