import { Plus } from 'lucide-react'
import { ANSWERS, fieldTypeOf, isMediaAnswer, isTyped, RATING_MAX, scaleOf } from '#core/flow/answer/kinds.ts'
import { offeredBy } from '#core/flow/answer/offered.ts'
import { LIMITS } from '#core/whatsapp/check.ts'
import { freshId } from '#web/flow/actions.ts'
import { OptionalDuration } from '#web/flow/control/DurationField.tsx'
import { FieldPicker } from '#web/flow/control/FieldPicker.tsx'
import { NumberInput } from '#web/flow/control/NumberInput.tsx'
import { WordsInput } from '#web/flow/control/WordsInput.tsx'
import { ChoiceList } from '#web/flow/inspector/ChoiceList.tsx'
import { Preview } from '#web/flow/inspector/Preview.tsx'
import { TextEditor } from '#web/flow/inspector/TextEditor.tsx'
import type { InspectorProps, NodeOf } from '#web/flow/model/node-of.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Button } from '#web/ui/Button.tsx'
import { Counter, Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

type Props = InspectorProps<'question'>
type PartProps = Pick<Props, 'node' | 'change'>

const QUICK_MAX = 10
const VALUE_MAX = 1000
const RETRIES_MAX = 10
const SKIP_WORDS_MAX = 5
const SKIP_WORD_MAX = 20
const NUMBER_MAX = 1e15
const LENGTH_MAX = 4096

export function QuestionInspector({ node, change }: Props) {
  const words = useWords()
  const answers = ANSWERS.map((answer) => ({ value: answer, label: words(`answer.${answer}`) }))
  return (
    <>
      <TextEditor
        label={words('question.text')}
        value={node.text}
        max={offeredBy(node).length > 0 || node.answer === 'location' ? LIMITS.body : LIMITS.text}
        placeholder={words('question.textHint')}
        onChange={(text) => change({ text }, 'text')}
      />
      <Field label={words('question.answer')}>
        <Select
          value={node.answer}
          options={answers}
          onChange={(answer) => change({ answer, min: undefined, max: undefined })}
        />
      </Field>
      {node.answer === 'choice' && <Options node={node} change={change} />}
      {isTyped(node.answer) && <Quick node={node} change={change} />}
      {node.answer === 'rating' && <Scale node={node} change={change} />}
      <KindHint answer={node.answer} />
      <Field label={words('question.save')} hint={words('question.saveHint')}>
        <FieldPicker
          value={node.field}
          clearable
          type={fieldTypeOf(node.answer)}
          onChange={(field) => change({ field })}
        />
      </Field>
      {(node.answer === 'number' || node.answer === 'text') && <Range node={node} change={change} />}
      {node.answer === 'text' && (
        <Field label={words('question.pattern')} hint={words('question.patternHint')}>
          <TextInput
            value={node.pattern ?? ''}
            maxLength={500}
            spellCheck={false}
            placeholder="KS-[0-9]{4}"
            className="font-mono text-xs!"
            onChange={(pattern) => change({ pattern: pattern || undefined }, 'pattern')}
          />
        </Field>
      )}
      <Preview
        shown={{ text: node.text, ...choicesOf(node, words('list.choose'), words('question.skipOption')) }}
      />
      <Wrong node={node} change={change} />
      <Skip node={node} change={change} />
      <OptionalDuration
        label={words('question.timeout')}
        hint={words('question.timeoutHint')}
        value={node.timeout}
        usual={{ amount: 10, unit: 'minute' }}
        onChange={(timeout) => change({ timeout })}
      />
    </>
  )
}

function Options({ node, change }: PartProps) {
  const words = useWords()
  const isFull = node.options.length >= LIMITS.listRows
  const add = () => change({ options: [...node.options, { id: freshId(), title: '' }] })
  return (
    <section>
      <div className="mb-1.5 flex items-baseline justify-between">
        <h3 className="font-sans text-sm font-medium">{words('question.options')}</h3>
        <Counter value={node.options.length} max={LIMITS.listRows} />
      </div>
      <ChoiceList
        choices={node.options}
        max={node.options.length > LIMITS.buttons ? LIMITS.rowTitle : LIMITS.buttonTitle}
        label={(place) => words('question.option', { place })}
        onAdd={isFull ? undefined : add}
        onChange={(options, field) => change({ options }, field)}
      >
        {(option, set) => <ValueLine option={option} set={set} />}
      </ChoiceList>
      <Button size="sm" tone="ghost" icon={<Plus />} className="mt-1.5" disabled={isFull} onClick={add}>
        {words('question.addOption')}
      </Button>
      <p className="mt-1 text-xs text-fg-3">{words('buttons.hint', { max: LIMITS.listRows })}</p>
    </section>
  )
}

type Option = NodeOf<'question'>['options'][number]

/** What is kept instead of the words. */
function ValueLine({ option, set }: { option: Option; set: (option: Option, field: string) => void }) {
  const words = useWords()
  return (
    <input
      aria-label={words('question.value')}
      placeholder={words('question.value')}
      value={option.value ?? ''}
      maxLength={VALUE_MAX}
      autoComplete="off"
      onChange={(event) => {
        const { value: _, ...bare } = option
        const value = event.target.value
        set(value ? { ...bare, value } : bare, 'value')
      }}
      className="h-7 w-full border-t border-line bg-transparent px-2.5 text-xs text-fg-2 outline-none focus-visible:bg-sunken"
    />
  )
}

/** Answers to tap where others may be typed. */
function Quick({ node, change }: PartProps) {
  const words = useWords()
  const quick = node.quick ?? []
  const set = (next: readonly Option[], field?: string) =>
    change({ quick: next.length > 0 ? [...next] : undefined }, field)
  const isFull = quick.length >= QUICK_MAX
  const add = () => set([...quick, { id: freshId(), title: '' }])
  return (
    <section>
      <div className="mb-1.5 flex items-baseline justify-between">
        <h3 className="font-sans text-sm font-medium">{words('question.quick')}</h3>
        <Counter value={quick.length} max={QUICK_MAX} />
      </div>
      <ChoiceList
        choices={quick}
        max={quick.length > LIMITS.buttons ? LIMITS.rowTitle : LIMITS.buttonTitle}
        label={(place) => words('question.quickOne', { place })}
        onAdd={isFull ? undefined : add}
        onChange={set}
      >
        {(option, one) => <ValueLine option={option} set={one} />}
      </ChoiceList>
      <Button size="sm" tone="ghost" icon={<Plus />} className="mt-1.5" disabled={isFull} onClick={add}>
        {words('question.addQuick')}
      </Button>
      <p className="mt-1 text-xs text-fg-3">{words('question.quickHint')}</p>
    </section>
  )
}

function Scale({ node, change }: PartProps) {
  const words = useWords()
  return (
    <Field label={words('question.scale')}>
      <NumberInput
        whole
        min={2}
        max={RATING_MAX}
        value={scaleOf(node.max)}
        onChange={(max) => max !== undefined && change({ max }, 'max')}
      />
    </Field>
  )
}

/** How such an answer is kept, where it is not its words. */
function KindHint({ answer }: { answer: NodeOf<'question'>['answer'] }) {
  const words = useWords()
  const key = isMediaAnswer(answer)
    ? 'question.fileHint'
    : answer === 'location'
      ? 'question.locationHint'
      : answer === 'datetime'
        ? 'question.momentHint'
        : null
  return key && <p className="text-xs text-fg-3">{words(key)}</p>
}

function Range({ node, change }: PartProps) {
  const words = useWords()
  const isText = node.answer === 'text'
  const least = isText ? 0 : -NUMBER_MAX
  const most = isText ? LENGTH_MAX : NUMBER_MAX
  return (
    <div className="grid grid-cols-2 gap-2">
      <Field label={words(isText ? 'question.minLength' : 'question.min')}>
        <NumberInput
          whole={isText}
          min={least}
          max={most}
          value={node.min}
          onChange={(min) => change({ min }, 'min')}
        />
      </Field>
      <Field label={words(isText ? 'question.maxLength' : 'question.max')}>
        <NumberInput
          whole={isText}
          min={least}
          max={most}
          value={node.max}
          onChange={(max) => change({ max }, 'max')}
        />
      </Field>
    </div>
  )
}

function Wrong({ node, change }: PartProps) {
  const words = useWords()
  return (
    <section className="space-y-4 border-t border-line pt-4">
      <Field label={words('question.retries')}>
        <NumberInput
          whole
          min={0}
          max={RETRIES_MAX}
          value={node.retries}
          onChange={(retries) => retries !== undefined && change({ retries }, 'retries')}
        />
      </Field>
      {node.retries > 0 && (
        <TextEditor
          label={words('question.retryText')}
          hint={words('question.retryTextHint')}
          value={node.retryText}
          max={LIMITS.body}
          rows={2}
          onChange={(retryText) => change({ retryText }, 'retryText')}
        />
      )}
      <NextRetries node={node} change={change} />
    </section>
  )
}

/** Other words for the second wrong answer, the third, and so on. */
function NextRetries({ node, change }: PartProps) {
  const words = useWords()
  const texts = node.retryTexts ?? []
  const shown = texts.slice(0, Math.max(0, node.retries - 1))
  return (
    <>
      {shown.map((text, at) => (
        <TextEditor
          key={at}
          label={words('question.retryNext', { place: at + 2 })}
          value={text}
          max={LIMITS.body}
          rows={2}
          onChange={(next) =>
            change({ retryTexts: texts.map((each, place) => (place === at ? next : each)) }, `retry${at}`)
          }
        />
      ))}
      {shown.length < node.retries - 1 && (
        <Button size="sm" tone="ghost" icon={<Plus />} onClick={() => change({ retryTexts: [...shown, ''] })}>
          {words('question.addRetry')}
        </Button>
      )}
    </>
  )
}

function Skip({ node, change }: PartProps) {
  const words = useWords()
  return (
    <WordsInput
      label={words('question.skip')}
      hint={words('question.skipHint')}
      values={node.skip}
      countMax={SKIP_WORDS_MAX}
      lengthMax={SKIP_WORD_MAX}
      onChange={(skip) => change({ skip })}
    />
  )
}

/** How the engine shows choices: up to three as buttons, more as a list. */
function choicesOf(node: NodeOf<'question'>, opener: string, skip: string) {
  if (node.answer === 'location') return { ask: 'location' as const }
  const offered = offeredBy(node)
  if (offered.length === 0) return {}
  const options = offered.map(({ id, title }) => ({ id, title }))
  if (node.skip[0]) options.push({ id: 'skip', title: node.skip[0] || skip })
  if (options.length <= LIMITS.buttons) return { buttons: options }
  return { list: { button: opener, sections: [{ rows: options }] } }
}
