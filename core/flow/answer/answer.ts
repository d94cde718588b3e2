import { cutText } from '#core/base/text.ts'
import { readDate } from '#core/contact/field/read-date.ts'
import { readNumber } from '#core/contact/field/read-number.ts'
import { FIELD_VALUE_MAX } from '#core/contact/field/value.ts'
import { normalPhone } from '#core/contact/phone.ts'
import { matchesWhole } from '#core/flow/answer/pattern.ts'
import type { View } from '#core/flow/kind.ts'
import { fold, titleMeant } from '#core/flow/text/fold.ts'
import { renderText } from '#core/flow/text/merge.ts'
import { languageOf } from '#core/flow/text/system.ts'
import { readWireId, SKIP_CHOICE } from '#core/flow/wire.ts'
import type { Content } from '#core/whatsapp/heard.ts'

/** What a question expects; a question node is one of these. */
export type Expected = {
  readonly answer: 'text' | 'number' | 'email' | 'phone' | 'date' | 'choice'
  readonly pattern?: string | undefined
  readonly min?: number | undefined
  readonly max?: number | undefined
  readonly options: readonly {
    readonly id: string
    readonly title: string
    readonly value?: string | undefined
  }[]
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
 * number; a medium counts by its caption, and only where words were asked for.
 */
export function readAnswer(expected: Expected, content: Content, view: View): Answer {
  const tapped = content.kind === 'tap' ? readWireId(content.id) : null
  const choice = tapped?.node === view.node ? tapped.choice : undefined
  if (choice === SKIP_CHOICE) return expected.skip.length > 0 ? SKIPPED : WRONG
  const said = wordsIn(content)?.trim()
  if (expected.answer === 'choice') return chosen(expected, choice, said, view)
  if (!said) return WRONG
  if (skips(expected, said)) return SKIPPED
  if (content.kind === 'media' && expected.answer !== 'text') return WRONG
  const value = valueFrom(expected, said, view)
  return value === null ? WRONG : { kind: 'value', value }
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
    const value =
      option.value === undefined || option.value === '' ? titles[at] : renderText(option.value, view)
    return { kind: 'value', value: cutText((value ?? '').trim(), FIELD_VALUE_MAX), option: option.id }
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
      return emailFrom(said)
    case 'phone':
      return normalPhone(said)
    case 'date':
      return readDate(said)
    case 'choice':
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

/** Shape only, after RFC 5321's lengths; whether somebody reads it there is not asked. */
function emailFrom(said: string): string | null {
  if (said.length > 254 || said.includes('..')) return null
  const parts = /^([^\s@<>()[\],;:\\"]{1,64})@((?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63})$/i.exec(said)
  return parts ? `${parts[1]}@${parts[2]?.toLowerCase()}` : null
}
