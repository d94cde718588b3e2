import { FlowPicker } from '#web/flow/control/pickers.tsx'
import type { InspectorProps } from '#web/flow/model/node-of.ts'
import { useWords } from '#web/flow/use-words.ts'

export function SubflowInspector({ node, change }: InspectorProps<'subflow'>) {
  const words = useWords()
  return (
    <>
      <p className="text-sm text-fg-2">{words('subflow.about')}</p>
      <div>
        <p className="mb-1.5 text-sm font-medium">{words('subflow.flow')}</p>
        <FlowPicker label={words('subflow.flow')} value={node.flow} onChange={(flow) => change({ flow })} />
      </div>
    </>
  )
}
