import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { FIELD_TYPES, type FieldType } from '#core/contact/field/value.ts'
import { inputName, LOCALS_MAX, outputName } from '#core/flow/local/names.ts'
import { orpc } from '#web/base/query.ts'
import { KeyInput } from '#web/flow/control/KeyInput.tsx'
import { RemoveRow } from '#web/flow/http/RemoveRow.tsx'
import { namesOf } from '#web/flow/list/names.ts'
import { useLocalWords } from '#web/flow/local-words.ts'
import type { InspectorProps, NodeOf } from '#web/flow/model/node-of.ts'
import { renameDeclared } from '#web/flow/nodes/rename.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Counter } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { toast } from '#web/ui/Toast.tsx'

type Props = InspectorProps<'start'>
type Input = NonNullable<NodeOf<'start'>['inputs']>[number]
type Output = NonNullable<NodeOf<'start'>['outputs']>[number]

const VALUE_MAX = 1000

/** What a flow is given by a flow that calls it, and what it gives back. */
export function Signature({ node, change }: Props) {
  const t = useLocalWords()
  const id = useFlow((state) => state.flowId)
  const callers = useQuery(orpc.flow.around.queryOptions({ input: { id } })).data?.callers ?? []
  const { inputs = [], outputs = [] } = node
  const setInputs = (next: Input[], field?: string) =>
    change({ inputs: next.length > 0 ? next : undefined }, field)
  const setOutputs = (next: Output[]) => change({ outputs: next.length > 0 ? next : undefined })
  return (
    <section className="space-y-3 border-t border-line pt-4">
      <h3 className="font-sans text-2xs font-medium text-fg-3">{t('calls')}</h3>
      <p className="text-xs text-fg-3">{t('callsHint')}</p>
      {callers.length > 0 && (
        <p className="text-xs text-fg-2">{t('calledBy', { names: namesOf(callers) })}</p>
      )}
      <List
        title={t('inputs')}
        count={inputs.length}
        add={t('addInput')}
        onAdd={() => setInputs([...inputs, { key: freeKey(inputs), type: 'text' }])}
      >
        {inputs.map((input, at) => (
          <InputRow
            key={at}
            input={input}
            place={at + 1}
            taken={namesBeside(inputs, at)}
            onChange={(next, field) =>
              setInputs(
                inputs.map((each, place) => (place === at ? next : each)),
                field && `input${at}.${field}`,
              )
            }
            onRemove={() => setInputs(inputs.filter((_, place) => place !== at))}
          />
        ))}
      </List>
      <List
        title={t('outputs')}
        count={outputs.length}
        add={t('addOutput')}
        onAdd={() => setOutputs([...outputs, { key: freeKey(outputs), type: 'text' }])}
      >
        {outputs.map((output, at) => (
          <li key={at} className="space-y-1.5 rounded-md bg-sunken p-2">
            <Names
              side="outputs"
              one={output}
              place={at + 1}
              taken={namesBeside(outputs, at)}
              onType={(type) =>
                setOutputs(outputs.map((each, place) => (place === at ? { ...each, type } : each)))
              }
              onRemove={() => setOutputs(outputs.filter((_, place) => place !== at))}
            />
            <p className="text-2xs text-fg-3">{t('fillAs', { name: outputName(output.key) })}</p>
          </li>
        ))}
      </List>
    </section>
  )
}

function namesBeside(all: readonly { readonly key: string }[], at: number): readonly string[] {
  return all.filter((_, place) => place !== at).map(({ key }) => key)
}

/** A name that no other of the list has. */
function freeKey(all: readonly { readonly key: string }[]): string {
  const taken = new Set(all.map(({ key }) => key))
  let number = all.length + 1
  while (taken.has(`nilai_${number}`)) number++
  return `nilai_${number}`
}

type ListProps = {
  readonly title: string
  readonly count: number
  readonly add: string
  readonly onAdd: () => void
  readonly children: ReactNode
}

function List({ title, count, add, onAdd, children }: ListProps) {
  return (
    <div>
      <div className="mb-1.5 flex items-baseline justify-between">
        <h4 className="font-sans text-sm font-medium">{title}</h4>
        <Counter value={count} max={LOCALS_MAX} />
      </div>
      <ul className="space-y-2">{children}</ul>
      <Button
        size="sm"
        tone="ghost"
        icon={<Plus />}
        className="mt-1.5"
        disabled={count >= LOCALS_MAX}
        onClick={onAdd}
      >
        {add}
      </Button>
    </div>
  )
}

type NamesProps = {
  readonly side: 'inputs' | 'outputs'
  readonly one: { readonly key: string; readonly type: FieldType }
  readonly place: number
  /** What the others are called. */
  readonly taken: readonly string[]
  readonly onType: (type: FieldType) => void
  readonly onRemove: () => void
}

function Names({ side, one, place, taken, onType, onRemove }: NamesProps) {
  const t = useLocalWords()
  const words = useWords()
  const store = useFlowStore()
  const isInput = side === 'inputs'
  return (
    <div className="flex items-center gap-1.5">
      <KeyInput
        value={one.key}
        label={t(isInput ? 'inputKey' : 'outputKey', { place })}
        placeholder={t('keySample')}
        onChange={(to) =>
          taken.includes(to)
            ? toast(t('keyTaken', { name: to }), { tone: 'problem' })
            : void renameDeclared(store, { side, at: place - 1, to })
        }
      />
      <Select
        label={t(isInput ? 'inputType' : 'outputType', { place })}
        value={one.type}
        className="w-28!"
        options={FIELD_TYPES.map((type) => ({ value: type, label: words(`type.${type}`) }))}
        onChange={onType}
      />
      <RemoveRow onRemove={onRemove} />
    </div>
  )
}

type InputRowProps = {
  readonly input: Input
  readonly place: number
  readonly taken: readonly string[]
  readonly onChange: (input: Input, field?: string) => void
  readonly onRemove: () => void
}

function InputRow({ input, place, taken, onChange, onRemove }: InputRowProps) {
  const t = useLocalWords()
  const { value, ...bare } = input
  return (
    <li className="space-y-1.5 rounded-md bg-sunken p-2">
      <Names
        side="inputs"
        one={input}
        place={place}
        taken={taken}
        onType={(type) => onChange({ ...input, type })}
        onRemove={onRemove}
      />
      <Checkbox
        checked={value === undefined}
        onChange={(isRequired) => onChange(isRequired ? bare : { ...bare, value: '' })}
      >
        {t('required')}
      </Checkbox>
      {value !== undefined && (
        <TextInput
          value={value}
          maxLength={VALUE_MAX}
          aria-label={t('default', { place })}
          placeholder={t('defaultSample')}
          onChange={(next) => onChange({ ...bare, value: next }, 'value')}
        />
      )}
      <p className="text-2xs text-fg-3">{t('readAs', { name: `{{ ${inputName(input.key)} }}` })}</p>
    </li>
  )
}
