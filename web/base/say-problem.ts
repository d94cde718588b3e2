import { problemOf } from '#web/base/api.ts'
import { useBaseWords } from '#web/base/words.ts'

/** Gives the sentence for a failed call: the server's own, or that it was not reached. */
export function useProblemWords(): (error: unknown) => string {
  const t = useBaseWords()
  return (error) => problemOf(error)?.detail || t('unreachable')
}
