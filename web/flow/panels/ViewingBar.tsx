import { Eye } from 'lucide-react'
import { restore } from '#web/flow/actions.ts'
import { view } from '#web/flow/model/store.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'

/** Says that the canvas shows a published version, and leads back to the draft. */
export function ViewingBar() {
  const words = useWords()
  const store = useFlowStore()
  const viewing = useFlow((state) => state.viewing)
  const canEdit = useFlow((state) => state.canEdit)
  if (!viewing) return null
  const { version, drawing, compared } = viewing
  return (
    <Banner
      role="status"
      tone="info"
      icon={<Eye />}
      className="rounded-none"
      action={
        <>
          {canEdit && !compared && (
            <Button size="sm" onClick={() => restore(store, drawing, version)}>
              {words('history.restore')}
            </Button>
          )}
          <Button
            size="sm"
            onClick={() => {
              view(store, null)
              store.setState({ comparing: false, changes: {} })
            }}
          >
            {words('history.back')}
          </Button>
        </>
      }
    >
      {compared ? words('history.comparing', compared) : words('history.viewing', { version })}
    </Banner>
  )
}
