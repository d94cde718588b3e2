import type { FlowNode } from '#core/flow/definition.ts'
import { renameInNode } from '#core/flow/rename.ts'
import { FILTERS } from '#core/flow/text/filter.ts'
import { SYSTEM_NAMES } from '#core/flow/text/system.ts'

/** The step with a name that nobody knows replaced by the known one that looks most like it; null when none does. */
export function withKnownName(node: FlowNode, name: string, fields: readonly string[]): FlowNode | null {
  const meant = nearest(name, [...fields, ...SYSTEM_NAMES])
  return meant === undefined ? null : renameInNode(node, (each) => each === name, meant)
}

/** The step with a format that does not exist replaced by the one that looks most like it, or left out. */
export function withKnownFilter(node: FlowNode, field: string, filter: string): FlowNode {
  const meant = nearest(filter, Object.keys(FILTERS))
  const used = new RegExp(`\\|\\s*${filter}\\b(\\s*:\\s*("[^"]*"|'[^']*'|[\\w.-]+))?`)
  const mended = meant
    ? field.replace(new RegExp(`(\\|\\s*)${filter}\\b`), `$1${meant}`)
    : field.replace(used, '').replace(/\s+\}\}/, ' }}')
  return JSON.parse(JSON.stringify(node).split(inJson(field)).join(inJson(mended))) as FlowNode
}

/** A text as it stands inside JSON. */
function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

/** The name that needs the fewest changes, if they are fewer than half of its letters. */
function nearest(name: string, names: readonly string[]): string | undefined {
  let found: string | undefined
  let least = Math.ceil(name.length / 2)
  for (const each of names) {
    const steps = distance(name, each)
    if (steps < least) [found, least] = [each, steps]
  }
  return found
}

/** Letters to put in, take out or change (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let at = 1; at <= one.length; at++) {
    const next = [at]
    for (let to = 1; to <= other.length; to++) {
      const same = one[at - 1] === other[to - 1] ? 0 : 1
      next.push(Math.min((row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1, (row[to - 1] ?? 0) + same))
    }
    row = next
  }
  return row[other.length] ?? 0
}
