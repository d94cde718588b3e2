import { Plus } from 'lucide-react'
import { buttonsFrom, listFrom } from '#core/flow/fix/choices.ts'
import { LIMITS } from '#core/whatsapp/check.ts'
import { freshId } from '#web/flow/actions.ts'
import { OptionalDuration } from '#web/flow/control/DurationField.tsx'
import { ChoiceList } from '#web/flow/inspector/ChoiceList.tsx'
import { ListEditor } from '#web/flow/inspector/ListEditor.tsx'
import { LocationField } from '#web/flow/inspector/LocationField.tsx'
import { MediaField } from '#web/flow/inspector/MediaField.tsx'
import { Preview } from '#web/flow/inspector/Preview.tsx'
import { TextEditor } from '#web/flow/inspector/TextEditor.tsx'
import type { InspectorProps, NodeOf } from '#web/flow/model/node-of.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Button } from '#web/ui/Button.tsx'
import { Counter, Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

type Props = InspectorProps<'message'>

export function MessageInspector({ node, change }: Props) {
  const words = useWords()
  const asks = node.buttons.length > 0 || node.list !== undefined
  return (
    <>
      {!node.location && <MediaField media={node.media} onChange={(media) => change({ media })} />}
      {!node.media && !node.list && (
        <LocationField location={node.location} onChange={(location, field) => change({ location }, field)} />
      )}
      <TextEditor
        label={words('message.text')}
        value={node.text}
        max={textMax(node)}
        placeholder={words('message.textHint')}
        onChange={(text) => change({ text }, 'text')}
      />
      {node.list ? <Rows node={node} change={change} /> : <Buttons node={node} change={change} />}
      {asks && <Footer node={node} change={change} />}
      <Preview shown={node} />
      {asks && (
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

type PartProps = Pick<Props, 'node' | 'change'>

function Buttons({ node, change }: PartProps) {
  const words = useWords()
  const isFull = node.buttons.length >= LIMITS.buttons
  const add = () => {
    const buttons = [...node.buttons, { id: freshId(), title: '' }]
    if (isFull) change(listFrom({ ...node, buttons }, words('list.choose')))
    else change({ buttons })
  }
  return (
    <section>
      <div className="mb-1.5 flex items-baseline justify-between">
        <h3 className="font-sans text-sm font-medium">{words('buttons.label')}</h3>
        <Counter value={node.buttons.length} max={LIMITS.buttons} />
      </div>
      <ChoiceList
        choices={node.buttons}
        max={LIMITS.buttonTitle}
        label={(place) => words('buttons.button', { place })}
        onChange={(buttons, field) => change({ buttons }, field)}
      />
      <Button
        size="sm"
        tone="ghost"
        icon={<Plus />}
        className="mt-1.5"
        disabled={isFull && !!node.media}
        onClick={add}
      >
        {words(isFull ? 'buttons.addAsList' : 'buttons.add')}
      </Button>
      <p className="mt-1 text-xs text-fg-3">
        {words(isFull && node.media ? 'buttons.mediaHint' : 'buttons.hint', { max: LIMITS.listRows })}
      </p>
    </section>
  )
}

function Rows({ node, change }: PartProps) {
  const words = useWords()
  if (!node.list) return null
  const rows = node.list.sections.flatMap((section) => section.rows)
  return (
    <section>
      <div className="mb-1.5 flex items-center justify-between gap-2">
        <h3 className="font-sans text-sm font-medium">{words('list.label')}</h3>
        <Button
          size="sm"
          tone="ghost"
          disabled={rows.length > LIMITS.buttons}
          onClick={() => change(buttonsFrom(node, LIMITS.buttonTitle))}
        >
          {words('list.toButtons')}
        </Button>
      </div>
      <ListEditor list={node.list} onChange={(list, field) => change({ list }, field)} />
    </section>
  )
}

function Footer({ node, change }: PartProps) {
  const words = useWords()
  const footer = node.footer ?? ''
  return (
    <Field label={words('message.footer')} counter={<Counter value={footer.length} max={LIMITS.footer} />}>
      <TextInput
        value={footer}
        maxLength={LIMITS.footer}
        onChange={(next) => change({ footer: next || undefined }, 'footer')}
      />
    </Field>
  )
}

/** Meta counts a text alone, a text over buttons and a caption by different limits. */
function textMax(node: NodeOf<'message'>): number {
  if (node.buttons.length > 0 || node.list) return LIMITS.body
  return node.media ? LIMITS.caption : LIMITS.text
}
