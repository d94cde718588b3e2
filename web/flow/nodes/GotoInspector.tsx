import { useState } from 'react'
import { FlowPicker, StepPicker } from '#web/flow/control/pickers.tsx'
import type { InspectorProps } from '#web/flow/model/node-of.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Segmented } from '#web/ui/Segmented.tsx'

/** Goes on at another step of this flow, or ends this flow and starts another. */
export function GotoInspector({ node, change }: InspectorProps<'goto'>) {
  const words = useWords()
  const [wished, setWished] = useState<'here' | 'other'>(node.flow ? 'other' : 'here')
  const where = node.flow ? 'other' : wished
  const choose = (next: 'here' | 'other') => {
    setWished(next)
    if (next === 'here' && node.flow) change({ flow: undefined })
  }
  return (
    <>
      <p className="text-sm text-fg-2">{words('goto.about')}</p>
      <Segmented
        wide
        size="sm"
        label={words('goto.where')}
        value={where}
        onChange={choose}
        options={[
          { value: 'here', label: words('goto.here') },
          { value: 'other', label: words('goto.other') },
        ]}
      />
      {where === 'here' ? (
        <div>
          <p className="mb-1.5 text-sm font-medium">{words('goto.step')}</p>
          <StepPicker
            isWanted
            label={words('goto.step')}
            value={node.next.next}
            onChange={(step) => change({ next: step ? { next: step } : {} })}
          />
        </div>
      ) : (
        <div>
          <p className="mb-1.5 text-sm font-medium">{words('goto.flow')}</p>
          <FlowPicker
            label={words('goto.flow')}
            value={node.flow}
            onChange={(flow) => change(flow ? { flow, next: {} } : { flow })}
          />
          <p className="mt-1.5 text-xs text-fg-3">{words('goto.flowHint')}</p>
        </div>
      )}
    </>
  )
}
