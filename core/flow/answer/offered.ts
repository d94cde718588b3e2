import { type AnswerKind, isTyped, scaleOf } from '#core/flow/answer/kinds.ts'

type Choice = { readonly id: string; readonly title: string }
type Asked = {
  readonly answer: AnswerKind
  readonly max?: number | undefined
  readonly options: readonly Choice[]
  readonly quick?: readonly Choice[] | undefined
}

/** What can be tapped under a question, but for skipping it. The best mark of a rating comes first. */
export function offeredBy({ answer, max, options, quick = [] }: Asked): readonly Choice[] {
  if (answer === 'choice') return options
  if (isTyped(answer)) return quick
  if (answer !== 'rating') return []
  const best = scaleOf(max)
  return Array.from({ length: best }, (_, at) => ({ id: `r${best - at}`, title: `${best - at} ⭐` }))
}
