const NAMES_MAX = 5

/** Names of flows in one line; many are cut, and how many more there are is said. */
export function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_MAX).map((name) => `“${name}”`)
  const rest = names.length - shown.length
  return rest > 0 ? `${shown.join(', ')} +${rest}` : shown.join(', ')
}
