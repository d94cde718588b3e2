import { useQuery } from '@tanstack/react-query'
import { Pencil, Plus, Trash2, TriangleAlert, Users } from 'lucide-react'
import { Suspense, useState } from 'react'
import type { Segment } from '#core/broadcast/segment-api.ts'
import { atLeast } from '#core/workspace/role.ts'
import { client } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { usePageTitle } from '#web/base/title.ts'
import { useBaseWords } from '#web/base/words.ts'
import type { SegmentDraft } from '#web/broadcast/segment/SegmentDialog.tsx'
import { useSegmentWords } from '#web/broadcast/segment/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { patient } from '#web/ui/patient.ts'
import { Patience, Skeleton } from '#web/ui/Skeleton.tsx'
import { RemoveDialog } from '#web/workspace/RemoveDialog.tsx'

const SegmentDialog = patient(
  async () => (await import('#web/broadcast/segment/SegmentDialog.tsx')).SegmentDialog,
)
const RuleWords = patient(async () => (await import('#web/broadcast/segment/SegmentDialog.tsx')).RuleWords)

const NEW_SEGMENT: SegmentDraft = {
  id: '',
  name: '',
  rule: { match: 'all', rules: [{ fact: 'tag', tag: '', is: 'has' }] },
}

/** Saved segments: whom each means, how many they are, and who means it. */
export function SegmentsPage() {
  const t = useSegmentWords()
  const base = useBaseWords()
  const say = useProblemWords()
  usePageTitle(t('title'))
  const list = useQuery(orpc.broadcast.segments.queryOptions())
  const me = useQuery(orpc.workspace.me.queryOptions()).data
  const may = atLeast(me?.workspace?.role ?? 'agent', 'admin')
  const [draft, setDraft] = useState<SegmentDraft | null>(null)
  const [leaving, setLeaving] = useState<Segment | null>(null)
  const create = may && (
    <Button tone="primary" icon={<Plus />} onClick={() => setDraft(NEW_SEGMENT)}>
      {t('new')}
    </Button>
  )
  const rows = list.data ?? []
  return (
    <Page title={t('title')} sub={t('sub')} actions={create}>
      {list.isPending && (
        <Patience label={t('title')}>
          <Skeleton className="h-32 rounded-lg" />
        </Patience>
      )}
      {list.isError && (
        <EmptyState
          icon={<TriangleAlert />}
          title={say(list.error)}
          action={<Button onClick={() => void list.refetch()}>{base('retry')}</Button>}
        />
      )}
      {list.isSuccess && rows.length === 0 && (
        <div className="rounded-lg border border-line bg-surface">
          <EmptyState icon={<Users />} title={t('empty')} action={create || undefined}>
            {t('emptyText')}
          </EmptyState>
        </div>
      )}
      {rows.length > 0 && (
        <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface shadow-1">
          {rows.map((segment) => (
            <Row
              key={segment.id}
              segment={segment}
              onEdit={may ? () => setDraft(segment) : null}
              onRemove={may ? () => setLeaving(segment) : null}
            />
          ))}
        </ul>
      )}
      <Suspense>
        {draft && <SegmentDialog draft={draft} onChange={setDraft} onDone={() => setDraft(null)} />}
      </Suspense>
      <RemoveDialog
        thing={leaving}
        say={({ name, uses }) => ({
          title: t('removeTitle', { name }),
          text: uses.length > 0 ? t('removeUsed', { names: uses.join(', ') }) : t('removeText'),
          done: t('removed', { name }),
        })}
        remove={(id) => client.broadcast.removeSegment({ id })}
        onGone={() => queryClient.invalidateQueries({ queryKey: orpc.broadcast.segments.key() })}
        onDone={() => setLeaving(null)}
      />
    </Page>
  )
}

type RowProps = { segment: Segment; onEdit: (() => void) | null; onRemove: (() => void) | null }

function Row({ segment: { name, rule, uses }, onEdit, onRemove }: RowProps) {
  const t = useSegmentWords()
  const count = useQuery(orpc.broadcast.countSegment.queryOptions({ input: { rule } })).data?.count
  return (
    <li className="flex items-center gap-3 px-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="truncate font-semibold text-sm">{name}</p>
        <p className="line-clamp-2 text-fg-2 text-xs">
          <Suspense fallback="…">
            <RuleWords rule={rule} />
          </Suspense>
        </p>
        {uses.length > 0 && (
          <p className="truncate text-fg-3 text-xs">{t('uses', { names: uses.join(', ') })}</p>
        )}
      </div>
      <span className="tnum shrink-0 text-fg-2 text-sm">
        {count === undefined ? '…' : t('count', { count })}
      </span>
      {onEdit && (
        <IconButton label={t('edit', { name })} onClick={onEdit}>
          <Pencil />
        </IconButton>
      )}
      {onRemove && (
        <IconButton label={t('remove', { name })} onClick={onRemove}>
          <Trash2 />
        </IconButton>
      )}
    </li>
  )
}
