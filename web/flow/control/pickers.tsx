import { useQuery } from '@tanstack/react-query'
import { orpc } from '#web/base/query.ts'
import { useFields } from '#web/flow/control/fields.ts'
import { KINDS } from '#web/flow/kinds.ts'
import { useFlow } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Combobox } from '#web/ui/Combobox.tsx'

type PickerProps = {
  readonly value: string | undefined
  readonly onChange: (value: string | undefined) => void
  readonly label: string
}

/** One tag of the workspace, or a new one. */
export function TagPicker({ value, onChange, label }: PickerProps) {
  const words = useWords()
  const { tags } = useFields()
  const all = value && !tags.includes(value) ? [value, ...tags] : tags
  return (
    <Combobox
      value={value || null}
      onChange={(tag) => onChange(tag ?? undefined)}
      options={all.map((tag) => ({ value: tag, label: tag }))}
      placeholder={words('tag.choose')}
      label={label}
      create={{ label: (tag) => words('tag.create', { tag }), onCreate: (tag) => onChange(tag.slice(0, 50)) }}
    />
  )
}

/** Another flow of the workspace. */
export function FlowPicker({ value, onChange, label }: PickerProps) {
  const words = useWords()
  const flowId = useFlow((state) => state.flowId)
  const { data: flows = [] } = useQuery(orpc.flow.flows.queryOptions())
  const others = flows.filter((flow) => flow.id !== flowId)
  return (
    <Combobox
      value={value ?? null}
      onChange={(flow) => onChange(flow ?? undefined)}
      options={others.map((flow) => ({
        value: flow.id,
        label: flow.name,
        ...(flow.version === null ? { hint: words('flowPicker.draft') } : {}),
      }))}
      placeholder={words('flowPicker.choose')}
      empty={words('flowPicker.none')}
      clearable
      label={label}
    />
  )
}

/** A step of this flow: how ways are drawn without a pointer. */
export function StepPicker({
  value,
  onChange,
  label,
  isWanted = false,
}: PickerProps & {
  /** Nothing goes on without one. */
  readonly isWanted?: boolean
}) {
  const words = useWords()
  const definition = useFlow((state) => state.drawing.definition)
  const options = Object.entries(definition.nodes)
    .filter(([id]) => id !== definition.start)
    .map(([id, node]) => {
      const kind = KINDS[node.kind]
      const name = words(kind.label)
      return { value: id, label: node.name || name, hint: node.name ? name : '', icon: <kind.Icon /> }
    })
  return (
    <Combobox
      value={value ?? null}
      onChange={(step) => onChange(step ?? undefined)}
      options={options}
      placeholder={words(isWanted ? 'goto.choose' : 'exits.nowhere')}
      clearable
      label={label}
    />
  )
}
