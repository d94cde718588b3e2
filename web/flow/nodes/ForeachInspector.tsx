import { ROUNDS_MAX } from '#core/flow/local/names.ts'
import { MESSAGES_PER_HAPPENING_MAX, STEPS_PER_HAPPENING_MAX } from '#core/flow/step/turn.ts'
import { FieldPicker } from '#web/flow/control/FieldPicker.tsx'
import { KeyInput } from '#web/flow/control/KeyInput.tsx'
import { NumberInput } from '#web/flow/control/NumberInput.tsx'
import { FormulaEditor } from '#web/flow/inspector/FormulaEditor.tsx'
import { useLocalWords } from '#web/flow/local-words.ts'
import type { InspectorProps } from '#web/flow/model/node-of.ts'
import { renameLoop } from '#web/flow/nodes/rename.ts'
import { useFlowStore } from '#web/flow/use-flow.ts'
import { Field } from '#web/ui/Field.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'

type Props = InspectorProps<'foreach'>

/** A loop: the list that it goes through, what its items are called, how many rounds it may make. */
export function ForeachInspector({ id, node, change }: Props) {
  const t = useLocalWords()
  const store = useFlowStore()
  const { over, as, rounds } = node
  return (
    <>
      <p className="text-sm text-fg-2">{t('loopAbout')}</p>
      <Segmented
        wide
        size="sm"
        label={t('over')}
        value={over.kind}
        onChange={(kind) =>
          kind !== over.kind && change({ over: kind === 'field' ? { kind } : { kind, formula: '' } })
        }
        options={[
          { value: 'field', label: t('overField') },
          { value: 'formula', label: t('overFormula') },
        ]}
      />
      {over.kind === 'field' ? (
        <Field label={t('field')}>
          <FieldPicker
            reads="all"
            only="list"
            value={over.field}
            onChange={(field) =>
              change({ over: field === undefined ? { kind: 'field' } : { kind: 'field', field } })
            }
          />
        </Field>
      ) : (
        <FormulaEditor
          label={t('formula')}
          value={over.formula}
          wanted="list"
          onChange={(formula) => change({ over: { kind: 'formula', formula } }, 'formula')}
        />
      )}
      <Field label={t('as')} hint={t('asHint', { item: `{{ item_${as} }}`, index: `{{ index_${as} }}` })}>
        <KeyInput value={as} onChange={(next) => void renameLoop(store, id, next)} />
      </Field>
      <Field
        label={t('rounds')}
        hint={t('roundsHint', { steps: STEPS_PER_HAPPENING_MAX, messages: MESSAGES_PER_HAPPENING_MAX })}
      >
        <NumberInput
          whole
          min={1}
          max={ROUNDS_MAX}
          value={rounds}
          onChange={(next) => next !== undefined && change({ rounds: next }, 'rounds')}
        />
      </Field>
    </>
  )
}
