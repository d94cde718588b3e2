import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { TriangleAlert } from 'lucide-react'
import type { TemplateView } from '#core/whatsapp/template/api.ts'
import { atLeast } from '#core/workspace/role.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { usePageTitle } from '#web/base/title.ts'
import { buttonClass } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Patience, Skeleton } from '#web/ui/Skeleton.tsx'
import { EMPTY } from '#web/whatsapp/template/edit/edit.ts'
import { Editor } from '#web/whatsapp/template/editor/Editor.tsx'
import { useWriting } from '#web/whatsapp/template/editor/use-writing.ts'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

/** One template: written, checked, submitted, and how it stands with Meta. */
export function TemplatePage() {
  const t = useTemplateWords()
  const say = useProblemWords()
  const { id = '' }: { readonly id?: string } = useParams({ strict: false })
  const found = useQuery(orpc.template.template.queryOptions({ input: { id } }))
  usePageTitle(found.data?.name ?? t('title'))
  if (found.data) return <Loaded key={found.data.id} row={found.data} />
  if (found.isError) {
    return (
      <EmptyState
        icon={<TriangleAlert />}
        title={<h1>{t('missing')}</h1>}
        action={
          <Link to="/templates" className={buttonClass({})}>
            {t('backToList')}
          </Link>
        }
      >
        {say(found.error)}
      </EmptyState>
    )
  }
  return (
    <Patience label={t('loading')}>
      <div className="space-y-4 p-6">
        <Skeleton className="h-10 w-72" />
        <Skeleton className="h-64" />
      </div>
    </Patience>
  )
}

function Loaded({ row }: { row: TemplateView }) {
  const workspace = useQuery(orpc.workspace.me.queryOptions()).data?.workspace
  const writing = useWriting(row, { template: EMPTY, intent: null })
  return (
    <Editor
      writing={writing}
      business={workspace?.name ?? ''}
      may={atLeast(workspace?.role ?? 'agent', 'admin')}
    />
  )
}
