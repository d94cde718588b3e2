import { WordsInput } from '#web/flow/control/WordsInput.tsx'
import type { InspectorProps } from '#web/flow/model/node-of.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import { SwitchRow } from '#web/ui/Switch.tsx'

const KEYWORDS_MAX = 50
const KEYWORD_MAX = 50

export function StartInspector({ node, change }: InspectorProps<'start'>) {
  const words = useWords()
  const matches = (['whole', 'begins', 'contains'] as const).map((match) => ({
    value: match,
    label: words(`start.match.${match}`),
  }))
  return (
    <>
      <WordsInput
        label={words('start.keywords')}
        hint={words('start.keywordsHint')}
        values={node.keywords}
        countMax={KEYWORDS_MAX}
        lengthMax={KEYWORD_MAX}
        onChange={(keywords) => change({ keywords })}
      />
      <Field label={words('start.match')}>
        <Select value={node.match} options={matches} onChange={(match) => change({ match })} />
      </Field>
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
      </div>
    </>
  )
}
