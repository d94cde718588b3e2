import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { TriangleAlert } from 'lucide-react'
import { atLeast } from '#core/workspace/role.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { usePageTitle } from '#web/base/title.ts'
import { Editor } from '#web/broadcast/edit/Editor.tsx'
import { Result } from '#web/broadcast/result/Result.tsx'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { buttonClass } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Patience, Skeleton } from '#web/ui/Skeleton.tsx'

/** One broadcast: written and estimated while it is a draft, watched from then on. */
export function BroadcastPage() {
  const t = useBroadcastWords()
  const say = useProblemWords()
  const { id = '' }: { readonly id?: string } = useParams({ strict: false })
  const found = useQuery(orpc.broadcast.broadcast.queryOptions({ input: { id } }))
  const role = useQuery(orpc.workspace.me.queryOptions()).data?.workspace?.role ?? 'agent'
  usePageTitle(found.data?.name ?? t('title'))
  if (found.data) {
    const may = atLeast(role, 'admin')
    return found.data.state === 'draft' && may ? (
      <Editor key={id} row={found.data} />
    ) : (
      <Result key={id} row={found.data} may={may} />
    )
  }
  if (found.isError) {
    return (
      <EmptyState
        icon={<TriangleAlert />}
        title={<h1>{t('missing')}</h1>}
        action={
          <Link to="/broadcasts" className={buttonClass({})}>
            {t('backToList')}
          </Link>
        }
      >
        {say(found.error)}
      </EmptyState>
    )
  }
  return <Waiting />
}

function Waiting() {
  const t = useBroadcastWords()
  return (
    <Patience label={t('loading')}>
      <div className="space-y-4 p-6">
        <Skeleton className="h-10 w-72" />
        <Skeleton className="h-64" />
      </div>
    </Patience>
  )
}
