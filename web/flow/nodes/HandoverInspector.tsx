import { LIMITS } from '#core/whatsapp/check.ts'
import { Preview } from '#web/flow/inspector/Preview.tsx'
import { TextEditor } from '#web/flow/inspector/TextEditor.tsx'
import type { InspectorProps } from '#web/flow/model/node-of.ts'
import { useWords } from '#web/flow/use-words.ts'

const NOTE_MAX = 4000

export function HandoverInspector({ node, change }: InspectorProps<'handover'>) {
  const words = useWords()
  return (
    <>
      <p className="text-sm text-fg-2">{words('handover.about')}</p>
      <TextEditor
        label={words('handover.text')}
        hint={words('handover.textHint')}
        value={node.text}
        max={LIMITS.text}
        onChange={(text) => change({ text }, 'text')}
      />
      {node.text && <Preview shown={{ text: node.text }} />}
      <TextEditor
        label={words('handover.note')}
        hint={words('handover.noteHint')}
        value={node.note}
        max={NOTE_MAX}
        isPlain
        onChange={(note) => change({ note }, 'note')}
      />
    </>
  )
}
