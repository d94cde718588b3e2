import { useQuery } from '@tanstack/react-query'
import { Pencil, Plus, Trash2, Zap } from 'lucide-react'
import { useState } from 'react'
import { CANNED_REPLIES_MAX } from '#core/chat/canned.ts'
import type { CannedReply } from '#core/chat/canned-api.ts'
import { atLeast, type Role } from '#core/workspace/role.ts'
import { client } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { RemoveDialog } from '#web/workspace/RemoveDialog.tsx'
import { CannedDialog, type CannedDraft, NEW_REPLY } from '#web/workspace/settings/CannedDialog.tsx'
import { useWords } from '#web/workspace/words.ts'

/** From so many on the list is searched rather than read. */
const SEARCH_FROM = 9

const refresh = () => {
  void queryClient.invalidateQueries({ queryKey: orpc.chat.cannedReplies.key() })
  void queryClient.invalidateQueries({ queryKey: orpc.chat.cannedForChat.key() })
}

/** Answers that are written once and called in the inbox; owners and admins write them, agents read what there is. */
export function CannedSettings({ role }: { role: Role }) {
  const t = useWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const replies = useQuery(orpc.chat.cannedReplies.queryOptions())
  const [draft, setDraft] = useState<CannedDraft | null>(null)
  const [leaving, setLeaving] = useState<CannedReply | null>(null)
  const [search, setSearch] = useState('')
  const may = atLeast(role, 'admin')
  if (replies.isPending) return <Skeleton className="h-48 rounded-lg" />
  if (replies.isError)
    return (
      <EmptyState
        title={say(replies.error)}
        action={<Button onClick={() => void replies.refetch()}>{base('retry')}</Button>}
      />
    )
  const all = replies.data
  const isFull = all.length >= CANNED_REPLIES_MAX
  const create = may && (
    <Button
      size="sm"
      icon={<Plus />}
      disabled={isFull}
      onClick={() => setDraft(NEW_REPLY)}
      className="max-md:h-10"
    >
      {t('cannedNew')}
    </Button>
  )
  return (
    <Card title={t('cannedTitle')} action={all.length > 0 && create} bodyClass="pb-1">
      <p className="px-4 pb-3 text-fg-2 text-sm">
        {t(may ? 'cannedText' : 'cannedTextAgent')}{' '}
        {isFull && <span className="text-warn-fg">{t('cannedFull', { max: CANNED_REPLIES_MAX })}</span>}
      </p>
      {all.length === 0 && (
        <EmptyState icon={<Zap />} title={t('cannedEmpty')} action={create || undefined}>
          {t('cannedExample')}
        </EmptyState>
      )}
      {all.length >= SEARCH_FROM && (
        <div className="px-4 pb-3">
          <TextInput
            type="search"
            aria-label={t('cannedSearch')}
            placeholder={t('cannedSearch')}
            value={search}
            onChange={setSearch}
          />
        </div>
      )}
      <ul className="divide-y divide-line border-line border-t empty:hidden">
        {all.filter(fits(search)).map((reply) => (
          <Row
            key={reply.id}
            reply={reply}
            onEdit={may ? () => setDraft(reply) : null}
            onRemove={may ? () => setLeaving(reply) : null}
          />
        ))}
      </ul>
      {draft && (
        <CannedDialog draft={draft} onChange={setDraft} onKept={refresh} onDone={() => setDraft(null)} />
      )}
      <RemoveDialog
        thing={leaving}
        say={({ name }) => ({
          title: t('cannedRemoveTitle', { name }),
          text: t('cannedRemoveText'),
          done: t('cannedRemoved', { name }),
        })}
        remove={(id) => client.chat.removeCannedReply({ id })}
        onGone={refresh}
        onDone={() => setLeaving(null)}
      />
    </Card>
  )
}

function fits(search: string): (reply: CannedReply) => boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return ({ name, text }) => words.every((word) => `${name} ${text}`.toLowerCase().includes(word))
}

type RowProps = {
  reply: CannedReply
  onEdit: (() => void) | null
  onRemove: (() => void) | null
}

function Row({ reply: { name, text }, onEdit, onRemove }: RowProps) {
  const t = useWords()
  return (
    <li className="flex items-start gap-2 py-2.5 pr-2 pl-4">
      <div className="min-w-0 flex-1 py-1 sm:flex sm:gap-4">
        <p className="truncate font-semibold text-sm sm:w-40 sm:shrink-0">/{name}</p>
        <p className="line-clamp-3 [overflow-wrap:anywhere] whitespace-pre-line text-fg-2 text-sm">{text}</p>
      </div>
      {onEdit && (
        <IconButton label={t('cannedEdit', { name })} onClick={onEdit} className="max-md:size-10">
          <Pencil />
        </IconButton>
      )}
      {onRemove && (
        <IconButton label={t('cannedRemove', { name })} onClick={onRemove} className="max-md:size-10">
          <Trash2 />
        </IconButton>
      )}
    </li>
  )
}
