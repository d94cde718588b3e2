import { wordsIn } from '#core/flow/answer/answer.ts'
import type { Move, Taking, View } from '#core/flow/kind.ts'
import { titleMeant } from '#core/flow/text/fold.ts'
import { renderText } from '#core/flow/text/merge.ts'
import { isTapAt, readWireId } from '#core/flow/wire.ts'
import type { Content } from '#core/whatsapp/heard.ts'

/** What a customer may tap under a message, and the way behind it. */
export type Choice = { readonly id: string; readonly title: string; readonly outlet: string }
type Step = { readonly next: Readonly<Record<string, string>> }

/** The choice that a tap names, or that the words repeat. */
function choiceAmong(choices: readonly Choice[], content: Content, view: View): Choice | undefined {
  if (choices.length === 0) return undefined
  const tapped = content.kind === 'tap' ? readWireId(content.id) : null
  if (tapped) return isTapAt(tapped, view) ? choices.find(({ id }) => id === tapped.choice) : undefined
  if (content.kind !== 'text' && content.kind !== 'tap') return undefined
  const titles = choices.map(({ title }) => renderText(title, view))
  return choices[titleMeant(titles, wordsIn(content) ?? '')]
}

/** How a step that waits for a tap takes what it hears; anything else is its `other`, where that leads on. */
export function takeChoice(choices: readonly Choice[], step: Step, content: Content, view: View): Taking {
  if (choiceAmong(choices, content, view)) return 'answer'
  return step.next.other === undefined ? 'nothing' : 'other'
}

/** Where it leads; null when it takes nothing of it. */
export function hearChoice(
  choices: readonly Choice[],
  step: Step,
  content: Content,
  view: View,
): Move | null {
  const choice = choiceAmong(choices, content, view)
  if (choice) return { to: 'outlet', outlet: choice.outlet, heard: renderText(choice.title, view) }
  if (step.next.other === undefined) return null
  return { to: 'outlet', outlet: 'other', heard: wordsIn(content) ?? content.kind }
}
