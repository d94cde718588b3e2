import { formatText, plainOf } from '#core/whatsapp/format.ts'
import { useWords } from '#web/whatsapp/words.ts'

const KINDS = ['image', 'video', 'audio', 'document', 'sticker'] as const

/** What a quotation says: the words of the message, or what it is. */
export function useQuoteWords(): (kind: string, text: string) => string {
  const t = useWords()
  return (kind, text) => {
    const words = plainOf(formatText(text))
    if (words) return words
    const medium = KINDS.find((known) => known === kind)
    if (medium) return t(`media_${medium}`)
    if (kind === 'location') return t('attachLocation')
    if (kind === 'contacts') return t('attachContact')
    if (kind === 'order') return t('quotedOrder')
    if (kind === 'form') return t('formSent')
    return t('kindOnly', { type: kind })
  }
}
