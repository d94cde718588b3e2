import { useState } from 'react'
import { type Problem, problemOf } from '#web/base/api.ts'
import { useDoorWords } from '#web/workspace/door-words.ts'

/** One call at a time, with its state and what went wrong. */
export function useSubmit<T>(act: () => Promise<T>, then: (answer: T) => void) {
  const t = useDoorWords()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<{ words: string; problem: Problem | null } | null>(null)
  const submit = async () => {
    setBusy(true)
    setFailed(null)
    try {
      then(await act())
    } catch (error) {
      const problem = problemOf(error)
      setFailed({ words: problem?.detail || t('unreachable'), problem })
    } finally {
      setBusy(false)
    }
  }
  return { busy, failed, submit: () => void submit() }
}

/** The sentence for one field of a form, when it is that field which the server found wrong. */
export function errorOf(
  failed: { words: string; problem: Problem | null } | null,
  field: string,
): string | undefined {
  return failed?.problem?.details.field === field ? failed.words : undefined
}
