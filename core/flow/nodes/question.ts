import { z } from 'zod'
import type { Language } from '#core/base/language.ts'
import { type Answer, readAnswer, wordsIn } from '#core/flow/answer/answer.ts'
import { ANSWERS } from '#core/flow/answer/kinds.ts'
import { offeredBy } from '#core/flow/answer/offered.ts'
import { isPattern } from '#core/flow/answer/pattern.ts'
import { checkDrawn, checkTitles } from '#core/flow/check/drawn.ts'
import type { Kind, Move, Scene, View } from '#core/flow/kind.ts'
import { Duration, FieldKey, Name, nodeBase } from '#core/flow/nodes/base.ts'
import type { Report } from '#core/flow/problem.ts'
import { fitDraft } from '#core/flow/step/fit.ts'
import { keepValue } from '#core/flow/step/keep.ts'
import { renderText } from '#core/flow/text/merge.ts'
import { languageOf } from '#core/flow/text/system.ts'
import { millisOf } from '#core/flow/time/duration.ts'
import { SKIP_CHOICE, stepOnWire, wireId } from '#core/flow/wire.ts'
import { type BotWord, botWord } from '#core/flow/words/bot.ts'
import { LIMITS } from '#core/whatsapp/check.ts'
import type { Draft } from '#core/whatsapp/draft.ts'

const text = z.string().max(64_000)

/**
 * Asks, waits, checks the answer, keeps it in a field.
 * Outlets: `answered` · `option:<id>` (a choice that has its own way; else `answered`) ·
 * `invalid` (still wrong after `retries`) · `timeout` · `skip` (the person skipped).
 */
export const QuestionNode = z.object({
  kind: z.literal('question'),
  ...nodeBase,
  text: text.default(''),
  answer: z.enum(ANSWERS).default('text'),
  field: FieldKey.optional(),
  /** An RE2 pattern that a text answer must match, whole. */
  pattern: z.string().max(500).optional(),
  /** Least and most: for numbers the value, for texts the length; for ratings `max` is the best mark. */
  min: z.number().optional(),
  max: z.number().optional(),
  options: z
    .array(z.object({ id: Name, title: text, value: text.optional() }))
    .max(100)
    .default([]),
  /** Answers to tap where others may be typed. */
  quick: z
    .array(z.object({ id: Name, title: text, value: text.optional() }))
    .max(100)
    .optional(),
  retries: z.number().int().min(0).max(10).default(2),
  retryText: text.default(''),
  /** What is said after the second wrong answer, the third …; where one is missing, `retryText`. */
  retryTexts: z.array(text).max(10).optional(),
  timeout: Duration.optional(),
  /** Words that skip the question; with one, a choice also shows it as its last option. */
  skip: z.array(z.string().trim().min(1).max(20)).max(5).default([]),
})
export type QuestionNode = z.infer<typeof QuestionNode>

export const questionKind: Kind<QuestionNode> = {
  enter: (node, scene) => ask(node, renderText(node.text, scene), scene, 0),
  takes: (node, content, view) => (readAnswer(node, content, view).kind === 'wrong' ? 'other' : 'answer'),
  hear: (node, content, scene) => {
    const answer = readAnswer(node, content, scene)
    const heard = wordsIn(content) ?? content.kind
    return answer.kind === 'wrong' ? retry(node, heard, scene) : keep(node, answer, heard, scene)
  },
  late: 'timeout',
  refs: (node) => ({ texts: textsOf(node), fills: node.field === undefined ? [] : [node.field] }),
  check,
  drafts: (node, say) => {
    const draft = draftOf(node, say(node.text), { node: '', say, language: 'id' })
    return draft ? [draft] : []
  },
}

/** Says it and waits. A question that came out empty cannot be asked. */
function ask(node: QuestionNode, body: string, scene: Scene, tries: number): Move {
  const draft = draftOf(node, body, {
    node: stepOnWire(scene),
    say: (template) => renderText(template, scene),
    language: languageOf(scene),
  })
  if (!draft) return { to: 'fault', fault: 'bad-text' }
  scene.ask({ kind: 'say', node: scene.node, draft: fitDraft(draft) })
  return { to: 'wait', for: 'answer', until: node.timeout ? scene.now + millisOf(node.timeout) : null, tries }
}

function retry(node: QuestionNode, heard: string, scene: Scene): Move {
  const tries = scene.tries + 1
  if (tries > node.retries) return { to: 'outlet', outlet: 'invalid', heard }
  const own = renderText(node.retryTexts?.[tries - 2] || node.retryText, scene).trim()
  const body = own === '' ? botWord(RETRY_WORDS[node.answer], languageOf(scene)) : own
  const move = ask(node, body, scene, tries)
  return move.to === 'wait' ? { ...move, heard } : move
}

const RETRY_WORDS: Readonly<Record<QuestionNode['answer'], BotWord>> = {
  text: 'retryText',
  number: 'retryNumber',
  email: 'retryEmail',
  phone: 'retryPhone',
  date: 'retryDate',
  choice: 'retryChoice',
  url: 'retryUrl',
  datetime: 'retryDateTime',
  rating: 'retryRating',
  location: 'retryLocation',
  image: 'retryImage',
  video: 'retryVideo',
  audio: 'retryAudio',
  document: 'retryDocument',
}

function keep(
  node: QuestionNode,
  answer: Exclude<Answer, { kind: 'wrong' }>,
  heard: string,
  scene: Scene,
): Move {
  if (answer.kind === 'skip') return { to: 'outlet', outlet: 'skip', heard }
  const wish = node.field === undefined ? undefined : keepValue(node.field, answer.value, scene)
  if (wish) scene.ask(wish)
  const own = `option:${answer.option}`
  const hasOwn = answer.option !== undefined && node.next[own] !== undefined
  const outlet = hasOwn ? own : 'answered'
  // the answer is right and the field takes no such value: a field of numbers for a question of names
  return { to: 'outlet', outlet, heard, ...(wish === null && { fault: 'bad-value' as const }) }
}

type Voice = Pick<View, 'node'> & {
  readonly say: (template: string) => string
  readonly language: Language
}

/** Up to three options are buttons, more are a list of at most ten rows; the first skip word is the last option. */
function draftOf(node: QuestionNode, body: string, voice: Voice): Draft | null {
  if (body.trim() === '') return null
  if (node.answer === 'location') return { kind: 'locationRequest', text: body }
  const options = offeredBy(node).map(({ id, title }) => ({
    id: wireId(voice.node, id),
    title: voice.say(title),
  }))
  if (options.length === 0 && node.answer !== 'choice') return { kind: 'text', text: body }
  const skip = node.skip[0]
  const choices =
    skip === undefined ? options : [...options, { id: wireId(voice.node, SKIP_CHOICE), title: skip }]
  if (choices.length === 0) return { kind: 'text', text: body }
  if (choices.length <= LIMITS.buttons) return { kind: 'buttons', text: body, buttons: choices }
  const button = botWord('choose', voice.language)
  return { kind: 'list', text: body, button, sections: [{ rows: choices.slice(0, LIMITS.listRows) }] }
}

function textsOf(node: QuestionNode): string[] {
  const options = [...node.options, ...(node.quick ?? [])].flatMap(({ title, value }) =>
    value === undefined ? [title] : [title, value],
  )
  return [node.text, node.retryText, ...(node.retryTexts ?? []), ...options]
}

function check(node: QuestionNode, report: Report): void {
  checkDrawn((say) => draftOf(node, say(node.text), { node: '', say, language: 'id' }), report)
  if (node.timeout === undefined) report('question-endless')
  if (node.min !== undefined && node.max !== undefined && node.min > node.max) report('range-empty')
  if (node.answer === 'text' && node.pattern && !isPattern(node.pattern)) report('pattern-invalid')
  if (node.answer === 'choice' && node.options.length === 0) report('options-missing')
  checkOffered(node, report)
}

function checkOffered(node: QuestionNode, report: Report): void {
  const offered = offeredBy(node)
  if (offered.length === 0) return
  const shown = offered.length + (node.skip.length > 0 ? 1 : 0)
  checkTitles([...offered.map(({ title }) => title), ...node.skip], report)
  if (shown > LIMITS.listRows) report('options-many', { count: shown, max: LIMITS.listRows })
}
