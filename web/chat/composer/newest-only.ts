type NewestOnly<V> = {
  /** Ends when this value, or a newer one in its place, is saved. */
  readonly save: (value: V) => Promise<void>
  /** Begins with what is waiting at once: a page that is left has no later. */
  readonly hurry: () => void
}

/** At most one saving under way, and only the newest value waiting behind it. `keep` must not throw. */
export function newestOnly<V>(keep: (value: V) => Promise<void>): NewestOnly<V> {
  let due: { readonly value: V } | null = null
  let running: Promise<void> | null = null
  const keepDue = () => {
    if (!due) return
    const { value } = due
    due = null
    return keep(value)
  }
  const run = async () => {
    while (due) await keepDue()
    running = null
  }
  const save = (value: V) => {
    due = { value }
    running ??= run()
    return running
  }
  return { save, hurry: () => void keepDue() }
}
