import { Plus, X } from 'lucide-react'
import type { Condition, Rule } from '#core/flow/rule.ts'
import { fieldAskedBefore } from '#web/flow/drawing/near.ts'
import { RuleEditor } from '#web/flow/inspector/RuleEditor.tsx'
import type { InspectorProps } from '#web/flow/model/node-of.ts'
import { selectedIds } from '#web/flow/model/store.ts'
import { useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Button } from '#web/ui/Button.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'

const GROUPS_MAX = 10
const RULES_MAX = 20

type Group = Condition['groups'][number]
type Match = Condition['match']

export function ConditionInspector({ node: { when }, change }: InspectorProps<'condition'>) {
  const words = useWords()
  const isMany = when.groups.length > 1
  const set = (next: Condition, field?: string) => change({ when: next }, field)
  const setGroup = (at: number, group: Group, field?: string) =>
    set({ ...when, groups: when.groups.map((each, place) => (place === at ? group : each)) }, field)
  const addGroup = () =>
    set({ ...when, groups: [...when.groups, { match: 'all', rules: [{ fact: 'window', is: 'open' }] }] })
  return (
    <>
      <p className="text-sm text-fg-2">{words('condition.about')}</p>
      {isMany && (
        <MatchChoice
          label={words('condition.groups')}
          match={when.match}
          onChange={(match) => set({ ...when, match })}
        />
      )}
      {when.groups.map((group, at) => (
        <GroupEditor
          key={at}
          group={group}
          isBoxed={isMany}
          onChange={(next, field) => setGroup(at, next, field && `group${at}.${field}`)}
          onRemove={() => set({ ...when, groups: when.groups.filter((_, place) => place !== at) })}
        />
      ))}
      <Button
        size="sm"
        tone="ghost"
        icon={<Plus />}
        disabled={when.groups.length >= GROUPS_MAX}
        onClick={addGroup}
      >
        {words('condition.addGroup')}
      </Button>
    </>
  )
}

type GroupProps = {
  readonly group: Group
  readonly isBoxed: boolean
  readonly onChange: (group: Group, field?: string) => void
  readonly onRemove: () => void
}

function GroupEditor({ group, isBoxed, onChange, onRemove }: GroupProps) {
  const words = useWords()
  const store = useFlowStore()
  const likely = () => {
    const state = store.getState()
    return fieldAskedBefore(state.drawing.definition, selectedIds(state)[0] ?? '')
  }
  const set = (at: number, rule: Rule, field?: string) =>
    onChange(
      { ...group, rules: group.rules.map((each, place) => (place === at ? rule : each)) },
      field && `rule${at}.${field}`,
    )
  const remove = (at: number) => {
    if (group.rules.length > 1) onChange({ ...group, rules: group.rules.filter((_, place) => place !== at) })
    else onRemove()
  }
  const canRemove = group.rules.length > 1 || isBoxed
  const add = () => {
    const field = likely()
    const rule: Rule = field
      ? { fact: 'field', field, is: 'filled', value: '' }
      : { fact: 'window', is: 'open' }
    onChange({ ...group, rules: [...group.rules, rule] })
  }
  return (
    <section className={isBoxed ? 'space-y-2.5 rounded-md bg-sunken p-2.5' : 'space-y-2.5'}>
      {group.rules.length > 1 && (
        <MatchChoice
          label={words('condition.rules')}
          match={group.match}
          onChange={(match) => onChange({ ...group, match })}
        />
      )}
      {group.rules.map((rule, at) => (
        <div
          key={at}
          className="flex items-start gap-1 rounded-md border border-line-strong bg-surface p-2.5 shadow-1"
        >
          <div className="min-w-0 flex-1 space-y-2">
            <RuleEditor rule={rule} likely={likely} onChange={(next, field) => set(at, next, field)} />
          </div>
          <IconButton
            size="sm"
            label={words('condition.removeRule')}
            disabled={!canRemove}
            onClick={() => remove(at)}
          >
            <X className="size-4!" />
          </IconButton>
        </div>
      ))}
      <Button size="sm" tone="ghost" icon={<Plus />} disabled={group.rules.length >= RULES_MAX} onClick={add}>
        {words('condition.addRule')}
      </Button>
    </section>
  )
}

type MatchProps = { readonly label: string; readonly match: Match; readonly onChange: (match: Match) => void }

function MatchChoice({ label, match, onChange }: MatchProps) {
  const words = useWords()
  return (
    <Segmented
      wide
      size="sm"
      label={label}
      value={match}
      onChange={onChange}
      options={[
        { value: 'all', label: words('condition.all') },
        { value: 'any', label: words('condition.any') },
      ]}
    />
  )
}
