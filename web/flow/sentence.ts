import { useCallback, useEffect, useState } from 'react'
import type { Problem, problemSentence } from '#core/flow/problem.ts'
import { useLanguage } from '#web/base/i18n.ts'
import type { Key } from '#web/flow/model/words.ts'
import { useWords } from '#web/flow/use-words.ts'

/** What the interface calls the ways that nobody gave a title. */
const EXITS: Readonly<Record<string, Key>> = {
  next: 'exit.next',
  other: 'exit.other',
  timeout: 'exit.timeout',
  answered: 'exit.answered',
  skip: 'exit.skip',
  yes: 'exit.yes',
  no: 'exit.no',
  failed: 'exit.failed',
  success: 'exit.success',
  invalid: 'exit.wrong',
  each: 'exit.each',
  done: 'exit.done',
}

type Say = typeof problemSentence
let loaded: Say | null = null

/** The sentences of all problems; they come with the checker, which finds them. */
export async function loadSentences(): Promise<Say> {
  loaded ??= (await import('#core/flow/problem.ts')).problemSentence
  return loaded
}

/** Says a problem in the reader's language, ways by the names that the cards show; empty until the sentences are here. */
export function useProblemSentence(): (problem: Problem) => string {
  const words = useWords()
  const language = useLanguage()
  const say = useSay()
  return useCallback(
    (problem) => {
      const { outlet } = problem.details
      if (!say) return ''
      if (typeof outlet !== 'string') return say(problem, language)
      const key = EXITS[outlet]
      const details = { ...problem.details, outlet: `“${key ? words(key) : outlet}”` }
      return say({ ...problem, details }, language)
    },
    [say, words, language],
  )
}

function useSay(): Say | null {
  const [say, setSay] = useState(() => loaded)
  useEffect(() => {
    if (say) return
    let isGone = false
    void loadSentences().then((made) => {
      if (!isGone) setSay(() => made)
    })
    return () => {
      isGone = true
    }
  }, [say])
  return say
}
