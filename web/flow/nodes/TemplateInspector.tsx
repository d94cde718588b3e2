import { quickReplies } from '#core/flow/nodes/template-shape.ts'
import { OptionalDuration } from '#web/flow/control/DurationField.tsx'
import { TemplateFields } from '#web/flow/inspector/TemplateFields.tsx'
import { TemplateSight } from '#web/flow/inspector/TemplateSight.tsx'
import type { InspectorProps } from '#web/flow/model/node-of.ts'
import { useWords } from '#web/flow/use-words.ts'

type Props = InspectorProps<'template'>

export function TemplateInspector({ node, change }: Props) {
  const words = useWords()
  const { template } = node
  return (
    <>
      <TemplateFields node={node} change={change} />
      {template && <TemplateSight node={node} />}
      {template && quickReplies(template).length > 0 && (
        <OptionalDuration
          label={words('message.timeout')}
          hint={words('message.timeoutHint')}
          value={node.timeout}
          usual={{ amount: 1, unit: 'hour' }}
          onChange={(timeout) => change({ timeout })}
        />
      )}
    </>
  )
}
