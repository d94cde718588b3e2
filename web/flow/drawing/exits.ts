import type { FlowNode } from '#core/flow/definition.ts'
import type { Outlet, OutletWord } from '#core/flow/kind.ts'
import type { Duration } from '#core/flow/nodes/base.ts'
import { outletsOf } from '#core/flow/outlets.ts'
import type { Key, Words } from '#web/flow/model/words.ts'

/** One way out of a step, as the card and the inspector show it. `tap`: what a customer can touch. */
export type Exit = {
  readonly outlet: string
  readonly tone: 'tap' | 'good' | 'bad' | 'plain'
  readonly label: string
  readonly required: boolean
}

/** All ways out of a step, in the order of its card. */
export function exitsOf(node: FlowNode, words: Words): readonly Exit[] {
  return outletsOf(node).map((outlet) => ({
    outlet: outlet.name,
    tone: TONES[outlet.word] ?? 'plain',
    label: labelOf(node, outlet, words),
    required: outlet.required,
  }))
}

const TONES: Partial<Record<OutletWord, Exit['tone']>> = {
  button: 'tap',
  row: 'tap',
  option: 'tap',
  branch: 'tap',
  yes: 'good',
  answered: 'good',
  success: 'good',
  each: 'good',
  done: 'good',
  no: 'bad',
  invalid: 'bad',
  failed: 'bad',
}

function labelOf(node: FlowNode, { name, word, title }: Outlet, words: Words): string {
  if (node.kind === 'split') return branchLabel(node.branches, name.slice(name.indexOf(':') + 1), words)
  if (title) return title
  if (word === 'timeout' && 'timeout' in node && node.timeout)
    return words('exit.timeoutAfter', { length: lengthOf(node.timeout, words) })
  if (word === 'invalid' && node.kind === 'question')
    return words('exit.invalid', { count: node.retries + 1 })
  if (word === 'timeout' && node.kind === 'http') return words('exit.late')
  if (word === 'answered' && node.kind === 'message') return words('exit.located')
  return words(`exit.${word}` as const)
}

type Branch = { readonly id: string; readonly title: string; readonly weight: number }

function branchLabel(branches: readonly Branch[], id: string, words: Words): string {
  const branch = branches.find((each) => each.id === id)
  const sum = branches.reduce((total, each) => total + each.weight, 0)
  const share = branch && sum > 0 ? Math.round((branch.weight / sum) * 100) : 0
  return `${branch?.title || words('exit.branch')} · ${share} %`
}

const UNITS: Readonly<Record<Duration['unit'], Key>> = {
  second: 'unit.second',
  minute: 'unit.minute',
  hour: 'unit.hour',
  day: 'unit.day',
}

/** A length of time in words: "10 menit". */
export function lengthOf(length: Duration, words: Words): string {
  return words(UNITS[length.unit], { count: length.amount })
}
