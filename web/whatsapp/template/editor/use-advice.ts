import { useEffect, useMemo, useState } from 'react'
import type { Finding } from '#core/whatsapp/finding.ts'
import type { adviseTemplate } from '#core/whatsapp/template/advice/advise.ts'
import type { Writing } from '#web/whatsapp/template/editor/use-writing.ts'

const NOTHING: readonly Finding[] = []

/** What would make approval likelier. Its word lists are large, so they come once the page stands. */
export function useAdvice({ template, intent }: Writing, business: string): readonly Finding[] {
  const [advise, setAdvise] = useState<typeof adviseTemplate | null>(null)
  useEffect(() => {
    void import('#core/whatsapp/template/advice/advise.ts').then((file) =>
      setAdvise(() => file.adviseTemplate),
    )
  }, [])
  return useMemo(
    () => advise?.(template, { business, ...(intent && { intent }) }) ?? NOTHING,
    [advise, template, business, intent],
  )
}
