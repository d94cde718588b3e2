import { cutText } from '#core/base/text.ts'
import { readDate } from '#core/contact/field/read-date.ts'
import { readNumber } from '#core/contact/field/read-number.ts'
import { FIELD_VALUE_MAX } from '#core/contact/field/value.ts'
import { normalPhone } from '#core/contact/phone.ts'
import { readDateTime } from '#core/flow/answer/datetime.ts'
import { readEmail } from '#core/flow/answer/email.ts'
import { type AnswerKind, isMediaAnswer, scaleOf } from '#core/flow/answer/kinds.ts'
import { matchesWhole } from '#core/flow/answer/pattern.ts'
import { readUrl } from '#core/flow/answer/url.ts'
import type { View } from '#core/flow/kind.ts'
import { fold, titleMeant } from '#core/flow/text/fold.ts'
import { renderText } from '#core/flow/text/merge.ts'
import { languageOf, zoneOf } from '#core/flow/text/system.ts'
import { isTapAt, readWireId, SKIP_CHOICE } from '#core/flow/wire.ts'
import type { Content } from '#core/whatsapp/heard.ts'

type Option = { readonly id: string; readonly title: string; readonly value?: string | undefined }

/** What a question expects; a question node is one of these. */
export type Expected = {
  readonly answer: AnswerKind
  readonly pattern?: string | undefined
  readonly min?: number | undefined
  readonly max?: number | undefined
  readonly options: readonly Option[]
  /** Answers to tap where others may be typed. */
  readonly quick?: readonly Option[] | undefined
  readonly skip: readonly string[]
}

/** What an answer came to. `option` names the chosen one. */
export type Answer =
  | { readonly kind: 'value'; readonly value: string; readonly option?: string }
  | { readonly kind: 'skip' }
  | { readonly kind: 'wrong' }

const WRONG: Answer = { kind: 'wrong' }
const SKIPPED: Answer = { kind: 'skip' }

/**
 * Judges what was said against what was asked. A skip word skips; an option is chosen by its tap, its words or its
 * number; a medium counts by its caption, and only where words were asked for. A tap in a round of a loop that is over
 * answers nothing, whatever stands on the button.
 */
export function readAnswer(expected: Expected, content: Content, view: View): Answer {
  const choice = choiceIn(content, view)
  if (choice === null) return WRONG
  if (choice === SKIP_CHOICE) return expected.skip.length > 0 ? SKIPPED : WRONG
  const said = wordsIn(content)?.trim()
  if (expected.answer === 'choice') return chosen(expected, choice, said, view)
  if (isMediaAnswer(expected.answer)) return sent(expected, content, said)
  if (expected.answer === 'location' && content.kind === 'location') {
    return { kind: 'value', value: `${content.latitude},${content.longitude}` }
  }
  if (!said) return WRONG
  if (skips(expected, said)) return SKIPPED
  if (content.kind === 'media' && expected.answer !== 'text') return WRONG
  return worded(expected, choice, said, view)
}

/** What was tapped under this very question; null: in a round that is over. */
function choiceIn(content: Content, view: View): string | null | undefined {
  const tapped = content.kind === 'tap' ? readWireId(content.id) : null
  if (!tapped) return undefined
  if (isTapAt(tapped, view)) return tapped.choice
  return tapped.round === '' ? undefined : null
}

function worded(expected: Expected, choice: string | undefined, said: string, view: View): Answer {
  if (expected.answer === 'rating') return rated(expected, choice, said)
  const quick = quickMeant(expected, choice, said, view)
  if (quick) return quick
  const value = valueFrom(expected, said, view)
  return value === null ? WRONG : { kind: 'value', value }
}

/** The file that was asked for; its value is what it is called: its caption, its name, its kind. */
function sent(expected: Expected, content: Content, said: string | undefined): Answer {
  if (content.kind !== 'media') return said && skips(expected, said) ? SKIPPED : WRONG
  if (content.media !== expected.answer) return WRONG
  const name = content.caption?.trim() || content.filename || content.media
  return { kind: 'value', value: cutText(name, FIELD_VALUE_MAX) }
}

/** A mark by its tap, its number, or as many stars. */
function rated({ max }: Expected, choice: string | undefined, said: string): Answer {
  const typed = /^(\d{1,2})(?:\s*(?:⭐|★|\/\s*\d{1,2}))*$/u.exec(said)?.[1]
  const stars = /^[⭐★\s]+$/u.test(said) ? [...said.replace(/\s/g, '')].length : 0
  const mark = Number(/^r(\d{1,2})$/.exec(choice ?? '')?.[1] ?? typed ?? stars)
  return mark >= 1 && mark <= scaleOf(max) ? { kind: 'value', value: String(mark) } : WRONG
}

/** A quick answer by its tap or its words. */
function quickMeant(
  { quick = [] }: Expected,
  choice: string | undefined,
  said: string,
  view: View,
): Answer | null {
  if (quick.length === 0) return null
  const titles = quick.map(({ title }) => renderText(title, view))
  const at = choice === undefined ? titleMeant(titles, said) : quick.findIndex(({ id }) => id === choice)
  const option = quick[at]
  return option ? { kind: 'value', value: keptOf(option, titles[at], view) } : null
}

/** What an option keeps: its own value, else its words. */
function keptOf({ value }: Option, title: string | undefined, view: View): string {
  const kept = value === undefined || value === '' ? title : renderText(value, view)
  return cutText((kept ?? '').trim(), FIELD_VALUE_MAX)
}

/** The words of a message, if it has any: its text, a tap's title, a caption. */
export function wordsIn(content: Content): string | undefined {
  switch (content.kind) {
    case 'text':
    case 'form':
      return content.text
    case 'tap':
      return content.title
    case 'media':
      return content.caption
    default:
      return undefined
  }
}

function skips(expected: Expected, said: string): boolean {
  const words = fold(said)
  return expected.skip.some((skip) => fold(skip) === words)
}

function chosen(
  expected: Expected,
  choice: string | undefined,
  said: string | undefined,
  view: View,
): Answer {
  const titles = expected.options.map((option) => renderText(option.title, view))
  const at =
    choice === undefined
      ? optionMeant(titles, said ?? '')
      : expected.options.findIndex((option) => option.id === choice)
  const option = expected.options[at]
  if (option) {
    return { kind: 'value', value: keptOf(option, titles[at], view), option: option.id }
  }
  return said && skips(expected, said) ? SKIPPED : WRONG
}

function optionMeant(titles: readonly string[], said: string): number {
  const byTitle = titleMeant(titles, said)
  if (byTitle >= 0) return byTitle
  const ordinal = /^(\d{1,3})[.)]?$/.exec(fold(said))?.[1]
  const at = Number(ordinal ?? 0) - 1
  return at >= 0 && at < titles.length ? at : -1
}

function valueFrom(expected: Expected, said: string, view: View): string | null {
  switch (expected.answer) {
    case 'text':
      return textFrom(expected, said)
    case 'number':
      return numberFrom(expected, said, view)
    case 'email':
      return readEmail(said)
    case 'phone':
      return normalPhone(said)
    case 'date':
      return readDate(said)
    case 'datetime':
      return readDateTime(said, zoneOf(view))
    case 'url':
      return readUrl(said)
    default:
      return null
  }
}

function textFrom(expected: Expected, said: string): string | null {
  const length = [...said].length
  if (expected.min !== undefined && length < expected.min) return null
  if (expected.max !== undefined && length > expected.max) return null
  if (expected.pattern !== undefined && expected.pattern !== '' && !matchesWhole(expected.pattern, said))
    return null
  return cutText(said, FIELD_VALUE_MAX)
}

function numberFrom(expected: Expected, said: string, view: View): string | null {
  const value = readNumber(said, languageOf(view))
  if (value === null) return null
  if (expected.min !== undefined && Number(value) < expected.min) return null
  if (expected.max !== undefined && Number(value) > expected.max) return null
  return value
}
