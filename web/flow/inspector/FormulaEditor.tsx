import { useRef, useState } from 'react'
import type { FieldType } from '#core/contact/field/value.ts'
import { FORMULA_MAX } from '#core/flow/formula/limit.ts'
import { plainText } from '#core/flow/text/filter.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { useCaret } from '#web/flow/control/caret.ts'
import { matching, type Typed, withWord, wordTyped } from '#web/flow/control/completion.ts'
import { useFields, useReadables } from '#web/flow/control/fields.ts'
import { type Suggestion, useSuggestions } from '#web/flow/control/Suggestions.tsx'
import { useSampleKnown, useTools } from '#web/flow/control/sample.ts'
import { sealTyping } from '#web/flow/model/seal-typing.ts'
import { useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Field } from '#web/ui/Field.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'

type Wanted = FieldType | { readonly field: string }
type Props = {
  readonly label: string
  readonly value: string
  /** What it must come to, or the field that takes it. */
  readonly wanted: Wanted
  readonly onChange: (value: string) => void
}

/** A formula: completed while it is typed, its mistake marked in place, its value for a made-up customer below. */
export function FormulaEditor({ label, value, wanted, onChange }: Props) {
  const words = useWords()
  const store = useFlowStore()
  const area = useRef<HTMLTextAreaElement | null>(null)
  const [caret, setCaret] = useState<number | null>(null)
  const putCaret = useCaret(area, value)
  const piece = caret === null ? null : wordTyped(value, caret)
  const { input, list } = useSuggestions({
    piece,
    offers: useOffers(piece),
    onPick: (at, { key }) => {
      const made = withWord(value, at, key)
      putCaret(made.caret)
      onChange(made.text)
      setCaret(null)
    },
  })
  return (
    <Field label={label} hint={words('formula.hint')}>
      <div className="relative rounded-sm border border-control bg-surface shadow-1 focus-within:border-brand focus-within:outline-2 focus-within:outline-brand/25">
        <Textarea
          bare
          rows={2}
          value={value}
          maxLength={FORMULA_MAX}
          spellCheck={false}
          autoCapitalize="off"
          {...input}
          onChange={onChange}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onBlur={() => {
            setCaret(null)
            sealTyping(store)
          }}
          inputRef={(element) => {
            area.current = element
          }}
          className="block px-2.5 py-2 font-mono text-sm"
        />
        {list}
      </div>
      <Verdict formula={value} wanted={wanted} />
    </Field>
  )
}

const OFFERS_MAX = 30

function useOffers(piece: Typed | null): readonly Suggestion[] {
  const language = useLanguage()
  const readables = useReadables()
  const tools = useTools()
  if (!piece) return []
  const functions = tools?.FUNCTIONS ?? []
  const named = new Map(
    functions.map(({ signature, does, example }) => {
      const name = signature.slice(0, signature.indexOf('('))
      return [name, { key: `${name}(`, label: does[language], sample: example }]
    }),
  )
  const all: readonly Suggestion[] = [...readables, ...named.values()]
  const found = matching(all, piece.text, OFFERS_MAX)
  return found.length === 1 && found[0]?.key === piece.text ? [] : found
}

/** What is wrong and where, or what it comes to. */
function Verdict({ formula, wanted }: { readonly formula: string; readonly wanted: Wanted }) {
  const words = useWords()
  const language = useLanguage()
  const { catalogue } = useFields()
  const known = useSampleKnown()
  const tools = useTools()
  if (!tools || formula.trim() === '') return null
  const wrong = tools.judgeFormula(formula, wanted, catalogue)
  if (wrong) {
    const piece = formula.slice(wrong.from, wrong.to)
    return (
      <div className="mt-1.5 text-danger-fg text-xs" data-testid="verdict">
        <p>{tools.wrongSentence(wrong, language)}</p>
        {piece.trim() !== '' && piece.length < formula.length && (
          <p className="mt-0.5 break-all font-mono">
            {formula.slice(0, wrong.from)}
            <mark className="rounded-xs bg-danger-soft text-danger-fg underline decoration-wavy">
              {piece}
            </mark>
            {formula.slice(wrong.to)}
          </p>
        )}
      </div>
    )
  }
  const made = tools.runFormula(formula, known)
  const said =
    made.kind === 'fault'
      ? tools.FAULTS[made.fault][language]
      : plainText(made.type, made.value, language) || words('formula.nothing')
  return (
    <p className="mt-1.5 text-fg-3 text-xs" data-testid="verdict">
      {words('formula.value', { value: said })}
    </p>
  )
}
