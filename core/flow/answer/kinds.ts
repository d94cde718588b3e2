import type { FieldType } from '#core/contact/field/value.ts'

/** What a question may ask for. */
export const ANSWERS = [
  'text',
  'number',
  'email',
  'phone',
  'url',
  'date',
  'datetime',
  'choice',
  'rating',
  'location',
  'image',
  'video',
  'audio',
  'document',
] as const
export type AnswerKind = (typeof ANSWERS)[number]

/** The best mark where none is set; marks begin with 1. */
const RATING_USUAL = 5
export const RATING_MAX = 10

/** The best mark of a rating. */
export function scaleOf(max: number | undefined): number {
  return Math.min(RATING_MAX, Math.max(2, Math.round(max ?? RATING_USUAL)))
}

export function isMediaAnswer(answer: AnswerKind): boolean {
  return answer === 'image' || answer === 'video' || answer === 'audio' || answer === 'document'
}

/** The type of a field that keeps such an answer as it is meant. */
export function fieldTypeOf(answer: AnswerKind): FieldType {
  if (answer === 'rating') return 'number'
  return answer === 'number' || answer === 'date' || answer === 'datetime' ? answer : 'text'
}

/** Whether the answer is typed, so that quick answers may stand under the question. */
export function isTyped(answer: AnswerKind): boolean {
  return answer !== 'choice' && answer !== 'rating' && answer !== 'location' && !isMediaAnswer(answer)
}
