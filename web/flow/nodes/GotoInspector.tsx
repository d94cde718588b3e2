import { FlowPicker, StepPicker } from '#web/flow/control/pickers.tsx'
import type { InspectorProps } from '#web/flow/model/node-of.ts'
import { useWords } from '#web/flow/use-words.ts'

export function GotoInspector({ node, change }: InspectorProps<'goto'>) {
  const words = useWords()
  const setStep = (step: string | undefined) => change({ next: step ? { next: step } : {} })
  return (
    <>
      <p className="text-sm text-fg-2">{words('goto.about')}</p>
      {!node.flow && (
        <div>
          <p className="mb-1.5 text-sm font-medium">{words('goto.step')}</p>
          <StepPicker label={words('goto.step')} value={node.next.next} onChange={setStep} />
        </div>
      )}
      <div>
        <p className="mb-1.5 text-sm font-medium">{words('goto.flow')}</p>
        <FlowPicker
          label={words('goto.flow')}
          value={node.flow}
          onChange={(flow) => change(flow ? { flow, next: {} } : { flow })}
        />
        <p className="mt-1.5 text-xs text-fg-3">{words('goto.flowHint')}</p>
      </div>
    </>
  )
}
