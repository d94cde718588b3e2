import { useQuery } from '@tanstack/react-query'
import { declaredAs, signatureOf, writtenFor } from '#core/flow/local/local.ts'
import { orpc } from '#web/base/query.ts'
import { FieldPicker } from '#web/flow/control/FieldPicker.tsx'
import { FlowPicker } from '#web/flow/control/pickers.tsx'
import { VariableMenu } from '#web/flow/control/VariableMenu.tsx'
import { useLocalWords } from '#web/flow/local-words.ts'
import type { InspectorProps, NodeOf } from '#web/flow/model/node-of.ts'
import { useFlow } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

type Props = InspectorProps<'subflow'>
type Signature = ReturnType<typeof signatureOf>

const VALUE_MAX = 4000

/** A call of another flow: which one, what it is given, where its results are kept. */
export function SubflowInspector(props: Props) {
  const words = useWords()
  const t = useLocalWords()
  const { node, change } = props
  const signature = useSignature(node.flow)
  return (
    <>
      <p className="text-sm text-fg-2">{words('subflow.about')}</p>
      <div>
        <p className="mb-1.5 text-sm font-medium">{words('subflow.flow')}</p>
        <FlowPicker
          label={words('subflow.flow')}
          value={node.flow}
          onChange={(flow) => change({ flow, inputs: undefined, outputs: undefined })}
        />
      </div>
      {node.flow && signature === null && <p className="text-xs text-fg-3">{t('unpublished')}</p>}
      {signature && signature.inputs.length + signature.outputs.length === 0 && (
        <p className="text-xs text-fg-3">{t('noSignature')}</p>
      )}
      {signature && signature.inputs.length > 0 && <Given {...props} inputs={signature.inputs} />}
      {signature && signature.outputs.length > 0 && <Taken {...props} outputs={signature.outputs} />}
      {signature && <Stale {...props} signature={signature} />}
    </>
  )
}

/** What the flow declares as it is published; null: it is not, undefined: not known yet (it comes once the draft is saved). */
function useSignature(flow: string | undefined): Signature | null | undefined {
  const id = useFlow((state) => state.flowId)
  const { data } = useQuery(orpc.flow.around.queryOptions({ input: { id } }))
  if (!flow || !data) return undefined
  const called = data.flows.find((one) => one.id === flow)
  if (called?.definition) return signatureOf(called.definition)
  return called?.published ? undefined : null
}

type Inputs = NonNullable<NodeOf<'subflow'>['inputs']>

function Given({ node, change, inputs }: Props & Pick<Signature, 'inputs'>) {
  const t = useLocalWords()
  const words = useWords()
  const given = node.inputs ?? []
  const set = (input: string, value: string) => {
    const others: Inputs = given.filter((one) => declaredAs(inputs, one.input)?.key !== input)
    const next = value === '' ? others : [...others, { input, value: value.slice(0, VALUE_MAX) }]
    change({ inputs: next.length > 0 ? next : undefined }, `input.${input}`)
  }
  return (
    <section className="space-y-3 border-t border-line pt-4">
      <h3 className="font-sans text-2xs font-medium text-fg-3">{t('given')}</h3>
      <p className="text-xs text-fg-3">{t('givenHint')}</p>
      {inputs.map(({ key, type, value }) => {
        const now = writtenFor(inputs, key, given, (one) => one.input)?.value ?? ''
        const rest =
          value === undefined
            ? t('valueRequired')
            : value === ''
              ? t('valueEmpty')
              : t('valueDefault', { value })
        return (
          <div key={key}>
            <Field label={key} hint={`${words(`type.${type}`)} · ${rest}`}>
              <TextInput
                value={now}
                maxLength={VALUE_MAX}
                aria-label={t('value', { input: key })}
                onChange={(next) => set(key, next)}
              />
            </Field>
            <VariableMenu
              onPick={(name) => set(key, now === '' ? `{{ ${name} }}` : `${now} {{ ${name} }}`)}
            />
          </div>
        )
      })}
    </section>
  )
}

function Taken({ node, change, outputs }: Props & Pick<Signature, 'outputs'>) {
  const t = useLocalWords()
  const words = useWords()
  const taken = node.outputs ?? []
  const set = (output: string, field: string | undefined) => {
    const others = taken.filter((one) => declaredAs(outputs, one.output)?.key !== output)
    const next = field === undefined ? others : [...others, { output, field }]
    change({ outputs: next.length > 0 ? next : undefined })
  }
  return (
    <section className="space-y-3 border-t border-line pt-4">
      <h3 className="font-sans text-2xs font-medium text-fg-3">{t('taken')}</h3>
      {outputs.map(({ key, type }) => (
        <Field key={key} label={key} hint={words(`type.${type}`)}>
          <FieldPicker
            clearable
            type={type}
            value={writtenFor(outputs, key, taken, (one) => one.output)?.field}
            onChange={(field) => set(key, field)}
          />
        </Field>
      ))}
    </section>
  )
}

/** What the call still names although the flow has it no more. */
function Stale({ node, change, signature }: Props & { readonly signature: Signature }) {
  const t = useLocalWords()
  const { inputs = [], outputs = [] } = node
  const lostInputs = inputs.filter(({ input }) => !declaredAs(signature.inputs, input))
  const lostOutputs = outputs.filter(({ output }) => !declaredAs(signature.outputs, output))
  const lost = [
    ...lostInputs.map(({ input }) => ({
      name: input,
      drop: () => change({ inputs: inputs.filter((one) => one.input !== input) }),
    })),
    ...lostOutputs.map(({ output }) => ({
      name: output,
      drop: () => change({ outputs: outputs.filter((one) => one.output !== output) }),
    })),
  ]
  if (lost.length === 0) return null
  return (
    <ul className="space-y-1.5 border-t border-line pt-4">
      {lost.map(({ name, drop }) => (
        <li key={name} className="flex items-center justify-between gap-2 text-sm">
          <span className="min-w-0 truncate text-warn-fg">{t('stale', { name })}</span>
          <Button size="sm" tone="ghost" onClick={drop}>
            {t('drop', { name })}
          </Button>
        </li>
      ))}
    </ul>
  )
}
