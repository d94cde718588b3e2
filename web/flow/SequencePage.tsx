import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { ArrowLeft, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { Sequence } from '#core/flow/sequence-api.ts'
import { atLeast } from '#core/workspace/role.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { usePageTitle } from '#web/base/title.ts'
import { useLeaving } from '#web/base/use-leaving.ts'
import { useBaseWords } from '#web/base/words.ts'
import { SequenceRules } from '#web/flow/sequence/SequenceRules.tsx'
import { SequenceSteps } from '#web/flow/sequence/SequenceSteps.tsx'
import { useSequenceWords } from '#web/flow/sequence/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { LeaveQuestion } from '#web/ui/LeaveQuestion.tsx'
import { Page } from '#web/ui/Page.tsx'
import { Patience, Skeleton } from '#web/ui/Skeleton.tsx'
import { toast } from '#web/ui/Toast.tsx'

/** One sequence: its steps with who stands at each, its hours, and when it ends. */
export function SequencePage() {
  const t = useSequenceWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const { id } = useParams({ strict: false })
  const query = useQuery(orpc.flow.sequence.queryOptions({ input: { id: id ?? '' } }))
  usePageTitle(query.data?.name ?? t('title'))
  if (query.isError)
    return (
      <Page title={t('title')}>
        <EmptyState
          icon={<TriangleAlert />}
          title={t('failed')}
          action={<Button onClick={() => void query.refetch()}>{base('retry')}</Button>}
        >
          {say(query.error)}
        </EmptyState>
      </Page>
    )
  if (!query.data)
    return (
      <Page title={t('title')}>
        <Patience label={t('loading')}>
          <Skeleton className="h-40 rounded-lg" />
        </Patience>
      </Page>
    )
  return <Editor key={query.data.id} sequence={query.data} />
}

function Editor({ sequence }: { sequence: Sequence }) {
  const t = useSequenceWords()
  const me = useQuery(orpc.workspace.me.queryOptions()).data
  const may = atLeast(me?.workspace?.role ?? 'agent', 'admin')
  const [draft, setDraft] = useState(sequence)
  const [kept, setKept] = useState(sequence)
  const save = useSave()
  const isBad = draft.window !== null && draft.window.from >= draft.window.to
  const { id, name, enabled, steps, window, endsOnReply } = draft
  const wanted = { id, name, enabled, steps, window, endsOnReply }
  const leaving = useLeaving(may && !isSame(draft, kept))
  const isComplete = name.trim() !== '' && steps.every(({ flow }) => flow !== '') && !isBad
  return (
    <Page
      title={sequence.name}
      sub={sequence.bot.name}
      width="md"
      actions={
        may && (
          <Button
            tone="primary"
            busy={save.isPending}
            disabled={!isComplete}
            onClick={() => save.mutate(wanted, { onSuccess: () => setKept(draft) })}
          >
            {t('save')}
          </Button>
        )
      }
    >
      <Link
        to="/sequences"
        className="inline-flex items-center gap-1.5 text-fg-2 text-sm hover:text-fg pointer-coarse:min-h-11"
      >
        <ArrowLeft aria-hidden className="size-4" />
        {t('back')}
      </Link>
      <fieldset disabled={!may} className="min-w-0 space-y-4">
        <legend className="sr-only">{t('title')}</legend>
        <SequenceSteps draft={draft} counts={sequence.counts} was={sequence.steps} onChange={setDraft} />
        <SequenceRules draft={draft} onChange={setDraft} />
      </fieldset>
      {may && <Remove id={id} />}
      {leaving && (
        <LeaveQuestion
          text={t('leave.text')}
          saveLabel={t('leave.save')}
          isSaving={save.isPending}
          onStay={leaving.stay}
          onGo={leaving.go}
          onSave={
            isComplete
              ? () => save.mutate(wanted, { onSuccess: leaving.go, onError: leaving.stay })
              : undefined
          }
        />
      )}
    </Page>
  )
}

function isSame(one: Sequence, other: Sequence): boolean {
  const written = ({ name, enabled, steps, window, endsOnReply }: Sequence) =>
    JSON.stringify([name, enabled, steps, window, endsOnReply])
  return written(one) === written(other)
}

function useSave() {
  const t = useSequenceWords()
  const say = useProblemWords()
  return useMutation(
    orpc.flow.saveSequence.mutationOptions({
      onSuccess: () => {
        toast(t('saved'))
        void queryClient.invalidateQueries({ queryKey: orpc.flow.sequence.key() })
        void queryClient.invalidateQueries({ queryKey: orpc.flow.sequences.key() })
      },
      onError: (error) => toast(say(error), { tone: 'problem' }),
    }),
  )
}

function Remove({ id }: { id: string }) {
  const t = useSequenceWords()
  const say = useProblemWords()
  const navigate = useNavigate()
  const [asks, setAsks] = useState(false)
  const remove = useMutation(
    orpc.flow.removeSequence.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries({ queryKey: orpc.flow.sequences.key() })
        void navigate({ to: '/sequences' })
      },
      onError: (error) => toast(say(error), { tone: 'problem' }),
    }),
  )
  if (!asks)
    return (
      <Button tone="ghost" size="sm" onClick={() => setAsks(true)}>
        {t('remove')}
      </Button>
    )
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2 text-sm">
      {t('removeSure')}
      <Button size="sm" tone="danger" busy={remove.isPending} onClick={() => remove.mutate({ id })}>
        {t('removeYes')}
      </Button>
      <Button size="sm" onClick={() => setAsks(false)}>
        {t('cancel')}
      </Button>
    </div>
  )
}
