import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Workspace } from '#core/workspace/api.ts'
import { client } from '#web/base/api.ts'
import { orpc } from '#web/base/query.ts'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { RemoveDialog } from '#web/workspace/RemoveDialog.tsx'
import { useWords } from '#web/workspace/words.ts'

/** The way out of a workspace that is somebody else's too. */
export function LeaveWorkspace({ workspace }: { workspace: Workspace }) {
  const t = useWords()
  const members = useQuery(orpc.workspace.members.queryOptions()).data?.members
  const isLast = workspace.role === 'owner' && members?.filter(({ role }) => role === 'owner').length === 1
  const [leaving, setLeaving] = useState<Workspace | null>(null)
  return (
    <Card title={t('quitTitle')}>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="min-w-0 flex-1 basis-40 text-fg-2 text-sm">
          {t(isLast ? 'quitTextOwner' : 'quitText')}
        </p>
        <Button disabled={isLast} onClick={() => setLeaving(workspace)}>
          {t('quitDo')}
        </Button>
      </div>
      <RemoveDialog
        thing={leaving}
        say={({ name }) => ({
          title: t('quitAsk', { name }),
          text: t('quitAskText'),
          act: t('quitDo'),
          done: t('quitDone', { name }),
        })}
        remove={() => client.workspace.leave()}
        // Nothing of the workspace may stay in memory, so the page begins anew.
        onGone={() => location.assign('/home')}
        onDone={() => setLeaving(null)}
      />
    </Card>
  )
}
