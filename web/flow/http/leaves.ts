/** Values of an answer that are offered. */
const LEAVES_MAX = 40
const DEPTH_MAX = 8
const SHOWN_MAX = 60

type Leaf = { readonly path: string; readonly value: string }

/** The single values of a JSON answer with the paths that lead to them; empty when it is no JSON. */
export function leavesOf(body: string): readonly Leaf[] {
  const leaves: Leaf[] = []
  try {
    gather(JSON.parse(body), '', leaves)
  } catch {
    return [] // words are no JSON
  }
  return leaves.filter(({ path }) => path !== '')
}

function gather(value: unknown, path: string, leaves: Leaf[], depth = 0): void {
  if (leaves.length >= LEAVES_MAX || depth > DEPTH_MAX) return
  if (typeof value !== 'object' || value === null) {
    leaves.push({ path, value: String(value ?? '').slice(0, SHOWN_MAX) })
    return
  }
  for (const [key, inner] of Object.entries(value)) {
    const step = stepTo(key, Array.isArray(value), path === '')
    if (step !== null) gather(inner, path + step, leaves, depth + 1)
  }
}

/** Null: a key that no path can name. */
function stepTo(key: string, isIndex: boolean, isFirst: boolean): string | null {
  if (isIndex) return `[${key}]`
  if (/[.[\]\s]/.test(key)) return null
  return isFirst ? key : `.${key}`
}

/** The names of merge fields in texts, each once. */
export function namesIn(texts: readonly string[]): readonly string[] {
  const found = texts.flatMap((text) => [...text.matchAll(/\{\{-?\s*([a-z][a-z0-9_]{0,49})/g)])
  return [...new Set(found.map(([, name = '']) => name))]
}
