import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CloudOff, TriangleAlert, Users } from 'lucide-react'
import { useState } from 'react'
import { client, problemOf } from '#web/base/api.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { drawingOf } from '#web/flow/drawing/place.ts'
import { exportDrawing } from '#web/flow/files.ts'
import { adopt, insist } from '#web/flow/model/store.ts'
import { draftOptions } from '#web/flow/open-draft.ts'
import { saveNow } from '#web/flow/saving.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button, buttonClass } from '#web/ui/Button.tsx'
import { toast } from '#web/ui/Toast.tsx'

/** Says when the draft is only on this device, why, and what can be done. */
export function SaveBar({ name }: { name: string }) {
  const words = useWords()
  const store = useFlowStore()
  const saving = useFlow((state) => state.saving)
  const download = () => exportDrawing(name, store.getState().drawing)
  if (useIsGone())
    return (
      <Banner
        role="alert"
        tone="danger"
        icon={<TriangleAlert />}
        className="rounded-none"
        action={
          <>
            <Button size="sm" onClick={download}>
              {words('row.export')}
            </Button>
            <Link to="/flows" className={buttonClass({ size: 'sm' })}>
              {words('builder.toFlows')}
            </Link>
          </>
        }
      >
        {words('save.gone')}
      </Banner>
    )
  if (saving.state === 'conflict') return <Conflict />
  if (saving.state === 'offline')
    return (
      <Banner
        role="status"
        tone="warn"
        icon={<CloudOff />}
        className="rounded-none"
        action={
          <>
            <Button size="sm" onClick={download}>
              {words('row.export')}
            </Button>
            <Button size="sm" onClick={() => void saveNow(store)}>
              {words('save.retry')}
            </Button>
          </>
        }
      >
        {words('save.offline')}
      </Banner>
    )
  if (saving.state === 'refused')
    return (
      <Banner
        role="alert"
        tone="danger"
        icon={<TriangleAlert />}
        className="rounded-none"
        action={
          <Button size="sm" onClick={download}>
            {words('row.export')}
          </Button>
        }
      >
        {words('save.refused', { reason: saving.reason })}
      </Banner>
    )
  return null
}

/** Somebody deleted the flow, or its bot, while it is open here. */
function useIsGone(): boolean {
  const id = useFlow((state) => state.flowId)
  const { error } = useQuery({ ...draftOptions(id), enabled: false })
  return problemOf(error)?.code === 'not-found'
}

function Conflict() {
  const words = useWords()
  const store = useFlowStore()
  const sayProblem = useProblemWords()
  const [busy, setBusy] = useState<'mine' | 'theirs' | null>(null)
  const settle = async (which: 'mine' | 'theirs') => {
    setBusy(which)
    try {
      const latest = await client.flow.flow({ id: store.getState().flowId })
      if (which === 'mine') insist(store, drawingOf(latest), latest.revision)
      else adopt(store, drawingOf(latest), latest.revision, { key: 'theirs' })
    } catch (error) {
      toast(sayProblem(error), { tone: 'problem' })
    } finally {
      setBusy(null)
    }
  }
  return (
    <Banner
      role="alert"
      tone="warn"
      icon={<Users />}
      className="rounded-none"
      action={
        <>
          <Button
            size="sm"
            busy={busy === 'theirs'}
            disabled={busy !== null}
            onClick={() => void settle('theirs')}
          >
            {words('save.takeTheirs')}
          </Button>
          <Button
            size="sm"
            busy={busy === 'mine'}
            disabled={busy !== null}
            onClick={() => void settle('mine')}
          >
            {words('save.keepMine')}
          </Button>
        </>
      }
    >
      {words('save.conflict')}
    </Banner>
  )
}
