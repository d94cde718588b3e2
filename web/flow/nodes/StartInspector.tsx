import { NumberInput } from '#web/flow/control/NumberInput.tsx'
import { WordsInput } from '#web/flow/control/WordsInput.tsx'
import type { InspectorProps } from '#web/flow/model/node-of.ts'
import { HookTrigger } from '#web/flow/nodes/start/HookTrigger.tsx'
import { MoreTriggers } from '#web/flow/nodes/start/MoreTriggers.tsx'
import { Rivals } from '#web/flow/nodes/start/Rivals.tsx'
import { Signature } from '#web/flow/nodes/start/Signature.tsx'
import { useTriggerWords } from '#web/flow/trigger-words.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import { SwitchRow } from '#web/ui/Switch.tsx'

const KEYWORDS_MAX = 50
const KEYWORD_MAX = 50
const PRIORITY_MAX = 100
const HOURS_MAX = 720

export function StartInspector(props: InspectorProps<'start'>) {
  const { node, change } = props
  const words = useWords()
  const t = useTriggerWords()
  const matches = (['whole', 'begins', 'contains', 'pattern'] as const).map((match) => ({
    value: match,
    label: words(`start.match.${match}`),
  }))
  return (
    <>
      <WordsInput
        label={words('start.keywords')}
        hint={node.match === 'pattern' ? t('patternHint') : words('start.keywordsHint')}
        values={node.keywords}
        countMax={KEYWORDS_MAX}
        lengthMax={KEYWORD_MAX}
        onChange={(keywords) => change({ keywords })}
      />
      <Field label={words('start.match')}>
        <Select value={node.match} options={matches} onChange={(match) => change({ match })} />
      </Field>
      <Field label={t('priority')} hint={t('priorityHint')}>
        <NumberInput
          whole
          min={0}
          max={PRIORITY_MAX}
          value={node.priority ?? 0}
          onChange={(priority) => change({ priority: priority || undefined }, 'priority')}
        />
      </Field>
      <Rivals {...props} />
      <div className="space-y-3 border-t border-line pt-4">
        <SwitchRow
          label={words('start.welcome')}
          hint={words('start.welcomeHint')}
          checked={node.welcome}
          onChange={(welcome) => change({ welcome })}
        />
        <SwitchRow
          label={words('start.fallback')}
          hint={words('start.fallbackHint')}
          checked={node.fallback}
          onChange={(fallback) => change({ fallback })}
        />
        {node.fallback && (
          <Field label={t('every')} hint={t('everyHint')}>
            <NumberInput
              whole
              min={1}
              max={HOURS_MAX}
              value={node.fallbackEvery}
              onChange={(fallbackEvery) => change({ fallbackEvery }, 'every')}
            />
          </Field>
        )}
      </div>
      <section className="space-y-3 border-t border-line pt-4">
        <h3 className="font-sans text-2xs font-medium text-fg-3">{t('more')}</h3>
        <MoreTriggers {...props} />
        <HookTrigger />
      </section>
      <Signature {...props} />
    </>
  )
}
