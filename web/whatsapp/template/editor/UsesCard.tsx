import { memo } from 'react'
import type { TemplateView } from '#core/whatsapp/template/api.ts'
import { UseList } from '#web/whatsapp/template/view/Uses.tsx'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

/** Everything that sends the template. */
export const UsesCard = memo(function UsesCard({ row: { uses } }: { row: TemplateView }) {
  const t = useTemplateWords()
  return (
    <section aria-label={t('uses.title')}>
      <h2 className="mb-1.5 font-semibold text-base">{t('uses.title')}</h2>
      {uses.length > 0 ? <UseList uses={uses} /> : <p className="text-fg-3 text-sm">{t('uses.noneText')}</p>}
    </section>
  )
})
