import { Plus } from 'lucide-react'
import { freshId } from '#web/flow/actions.ts'
import { FieldPicker } from '#web/flow/control/FieldPicker.tsx'
import { NumberInput } from '#web/flow/control/NumberInput.tsx'
import { ChoiceList } from '#web/flow/inspector/ChoiceList.tsx'
import type { InspectorProps } from '#web/flow/model/node-of.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Button } from '#web/ui/Button.tsx'
import { Counter, Field } from '#web/ui/Field.tsx'

const BRANCHES_MAX = 10
const TITLE_MAX = 40
const LETTERS = [...'ABCDEFGHIJ']

export function SplitInspector({ node, change }: InspectorProps<'split'>) {
  const words = useWords()
  const add = () => {
    const titles = new Set(node.branches.map((branch) => branch.title))
    const title = LETTERS.find((letter) => !titles.has(letter)) ?? ''
    change({ branches: [...node.branches, { id: freshId(), title, weight: 50 }] })
  }
  return (
    <>
      <p className="text-sm text-fg-2">{words('split.about')}</p>
      <section>
        <div className="mb-1.5 flex items-baseline justify-between">
          <h3 className="font-sans text-sm font-medium">{words('split.branches')}</h3>
          <Counter value={node.branches.length} max={BRANCHES_MAX} />
        </div>
        <ChoiceList
          choices={node.branches}
          max={TITLE_MAX}
          least={2}
          label={(place) => words('split.branch', { place })}
          onChange={(branches, field) => change({ branches }, field)}
        >
          {(branch, set) => (
            <div className="flex items-center justify-between gap-2 border-t border-line px-2.5 py-1">
              <span className="text-xs text-fg-3">{words('split.weight')}</span>
              <NumberInput
                whole
                min={0}
                max={100}
                aria-label={words('split.weightOf', { title: branch.title })}
                value={branch.weight}
                onChange={(weight) => weight !== undefined && set({ ...branch, weight }, 'weight')}
                className="h-7! w-20!"
              />
            </div>
          )}
        </ChoiceList>
        <Button
          size="sm"
          tone="ghost"
          icon={<Plus />}
          className="mt-1.5"
          disabled={node.branches.length >= BRANCHES_MAX}
          onClick={add}
        >
          {words('split.add')}
        </Button>
      </section>
      <Field label={words('split.keep')} hint={words('split.keepHint')}>
        <FieldPicker value={node.field} clearable onChange={(field) => change({ field })} />
      </Field>
    </>
  )
}
