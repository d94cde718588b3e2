import { checkCalls } from '#core/flow/check/calls.ts'
import type { World } from '#core/flow/check/world.ts'
import type { Definition } from '#core/flow/definition.ts'
import { type Problem, problemOf } from '#core/flow/problem.ts'

type Callee = {
  readonly flow: string
  /** What its callers meet today; null: nothing. */
  readonly before: Definition | null
  /** What they would meet. */
  readonly after: Definition
}

/** What a caller would stumble over that it does not stumble over today, were the flow that it calls changed so. */
export function brokenCalls(caller: Definition, callee: Callee, fields: World['fields']): Problem[] {
  const today = callee.before ? callProblems(caller, callee.flow, callee.before, fields) : []
  const known = new Set(today.map((problem) => JSON.stringify(problem)))
  return callProblems(caller, callee.flow, callee.after, fields).filter(
    (problem) => !known.has(JSON.stringify(problem)),
  )
}

function callProblems(
  definition: Definition,
  flow: string,
  called: Definition,
  fields: World['fields'],
): Problem[] {
  const found: Problem[] = []
  checkCalls({
    graph: { definition },
    world: { fields, flows: [{ id: flow, published: true, definition: called }] },
    say: (node, code, details, path) => found.push(problemOf(node, code, details, path)),
  })
  return found
}
