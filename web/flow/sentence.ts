import { useCallback } from 'react'
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

let say: typeof problemSentence | null = null

/** The sentences come with the first judgement, not with the page; whoever has a problem to tell has them. */
export async function loadSentences(): Promise<void> {
  say ??= (await import('#core/flow/problem.ts')).problemSentence
}

/** Says a problem in the reader's language, ways by the names that the cards show. */
export function useProblemSentence(): (problem: Problem) => string {
  const words = useWords()
  const language = useLanguage()
  return useCallback(
    (problem) => {
      const { outlet } = problem.details
      if (!say) return ''
      if (typeof outlet !== 'string') return say(problem, language)
      const key = EXITS[outlet]
      const details = { ...problem.details, outlet: `“${key ? words(key) : outlet}”` }
      return say({ ...problem, details }, language)
    },
    [words, language],
  )
}
