import { useCallback, useState } from 'react'
import type { Verdict } from '#core/whatsapp/verdict.ts'
import { useFormats } from '#web/base/format.ts'
import { useWords } from '#web/chat/words.ts'

type Told = {
  readonly sentence: string
  /** The gate's answer behind it, when it was the gate that said no. */
  readonly refused: Verdict | null
  readonly isCut: boolean
}

/** What stands above the box: one thing at a time, with the remedy that belongs to it. */
export function useProblem() {
  const t = useWords()
  const format = useFormats()
  const [told, setTold] = useState<Told | null>(null)
  const forget = useCallback(() => setTold(null), [])
  const tell = useCallback(
    (sentence: string, refused: Verdict | null = null) => setTold({ sentence, refused, isCut: false }),
    [],
  )
  /** What was pasted did not fit: a message holds `max` characters. */
  const tellCut = (max: number) =>
    setTold({ sentence: t('composer.cut', { max: format.number(max) }), refused: null, isCut: true })
  /** There is room again. */
  const forgetCut = () => setTold((now) => (now?.isCut ? null : now))
  return { told, tell, tellCut, forget, forgetCut }
}
