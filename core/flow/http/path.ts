/** Steps into an answer that are followed. */
const DEPTH_MAX = 20

/**
 * The value at a path such as `data.items[0].name`, with or without `$.` before it, as text: texts and numbers as they
 * are, objects and lists as JSON, nothing as ''. Own properties alone.
 */
export function readPath(json: unknown, path: string): string {
  let at: unknown = json
  for (const step of stepsOf(path).slice(0, DEPTH_MAX)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return ''
    at = (at as Record<string, unknown>)[step]
  }
  return textOf(at)
}

/** Whether it can be followed at all. */
export function isPath(path: string): boolean {
  if (path === '' || path === '$') return true
  return FORM.test(path) && stepsOf(path).length <= DEPTH_MAX
}

const FORM = /^(?:\$\.?)?(?:[^.[\]\s]+|\[\d{1,6}\])(?:\.[^.[\]\s]+|\[\d{1,6}\])*$/

function stepsOf(path: string): string[] {
  return path
    .replace(/^\$\.?/, '')
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
