import { useState } from 'react'
import { useProblemWords } from '#web/base/say-problem.ts'

/** One act of a dialog at a time: it ends with the dialog, or with the sentence that says why not. */
export function useAct(onDone: () => void) {
  const say = useProblemWords()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const act = async (work: () => Promise<void>) => {
    setBusy(true)
    try {
      await work()
      onDone()
    } catch (error) {
      setProblem(say(error))
      setBusy(false)
    }
  }
  return { busy, problem, act }
}
