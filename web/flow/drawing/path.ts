import type { Problem } from '#core/flow/problem.ts'

type Way = { readonly source: string; readonly target: string }

/** Whether a way belongs to the path of a problem: from one of its steps to the next, in a ring between any two. */
export function isOnPath({ code, path = [] }: Problem, { source, target }: Way): boolean {
  const from = path.indexOf(source)
  if (from < 0) return false
  return code.startsWith('loop') ? path.includes(target) : path[from + 1] === target
}
