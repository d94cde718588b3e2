import { createContext, useContext } from 'react'
import type { Finding } from '#core/whatsapp/finding.ts'
import { useLanguage } from '#web/base/i18n.ts'
import type { Regime } from '#web/whatsapp/template/edit/button.ts'

/** What the rules say of the template that is being written. */
type Ruling = {
  readonly findings: readonly Finding[]
  /** Paths of the fields that were left once; null: all of them speak, because the template was written before. */
  readonly touched: ReadonlySet<string> | null
  readonly regime: Regime
  readonly setRegime: (regime: Regime) => void
}

export const RulingContext = createContext<Ruling>({
  findings: [],
  touched: new Set(),
  regime: 'today',
  setRegime: () => {},
})

export function useRegime(): Pick<Ruling, 'regime' | 'setRegime'> {
  return useContext(RulingContext)
}

/** What is wrong with one field, as a sentence, once somebody has been there. */
export function useAmiss(): (path: string) => string | undefined {
  const { findings, touched } = useContext(RulingContext)
  const language = useLanguage()
  return (path) => {
    if (touched && !touched.has(path)) return undefined
    const found = findings.find(({ field, severity }) => field === path && severity !== 'tip')
    return found && `${found.reason[language]} ${found.remedy[language]}`
  }
}
