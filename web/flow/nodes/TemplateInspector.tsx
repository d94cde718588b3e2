import { quickReplies } from '#core/flow/nodes/template-shape.ts'
import { fillNode, writtenVoice } from '#core/flow/step/fill-template.ts'
import { OptionalDuration } from '#web/flow/control/DurationField.tsx'
import { withSamples } from '#web/flow/inspector/Preview.tsx'
import { TemplateFields } from '#web/flow/inspector/TemplateFields.tsx'
import type { InspectorProps, NodeOf } from '#web/flow/model/node-of.ts'
import { useWords } from '#web/flow/use-words.ts'
import { TemplatePreview } from '#web/whatsapp/template/view/TemplatePreview.tsx'

type Props = InspectorProps<'template'>
type Level = Pick<NodeOf<'template'>, 'media' | 'body' | 'buttons'>

export function TemplateInspector({ node, change }: Props) {
  const words = useWords()
  const { template } = node
  return (
    <>
      <TemplateFields node={node} change={change} />
      {template && <Sight node={node} />}
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

/** A merge field that has no sample value. */
const FIELD = /\{\{\s*([^{}|]+?)\s*(?:\|[^{}]*)?\}\}/g

/** The template as the customer will see it, with sample values; the workspace's own fields show by their names. */
function Sight({ node }: { node: NodeOf<'template'> }) {
  const words = useWords()
  const say = (text: string) => withSamples(text, words).replace(FIELD, '‹$1›')
  const preview = fillNode(node, '', writtenVoice(say))?.preview
  if (!preview) return null
  const fileOf = ({ media }: Level) => (media && 'file' in media.source ? media.source.file : null)
  return (
    <section aria-label={words('preview.label')}>
      <h3 className="mb-1.5 font-sans text-sm font-medium">{words('preview.label')}</h3>
      <div className="overflow-hidden rounded-md border border-line">
        <TemplatePreview preview={preview} file={fileOf(node)} files={node.cards.map(fileOf)} />
      </div>
    </section>
  )
}
