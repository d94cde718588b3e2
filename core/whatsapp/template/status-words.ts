import type { Words } from '#core/base/language.ts'
import type { TemplateStatus } from '#core/whatsapp/template/state.ts'

/** Where a template stands, as badges and sentences say it. */
export const STATUS_WORDS: Readonly<Record<TemplateStatus, Words>> = {
  DRAFT: { id: 'Draf', en: 'Draft' },
  PENDING: { id: 'Ditinjau', en: 'In review' },
  APPROVED: { id: 'Disetujui', en: 'Approved' },
  REJECTED: { id: 'Ditolak', en: 'Rejected' },
  FLAGGED: { id: 'Diperingatkan', en: 'Flagged' },
  PAUSED: { id: 'Dijeda', en: 'Paused' },
  DISABLED: { id: 'Dinonaktifkan', en: 'Disabled' },
  IN_APPEAL: { id: 'Banding', en: 'In appeal' },
  LIMIT_EXCEEDED: { id: 'Batas terlampaui', en: 'Limit exceeded' },
  PENDING_DELETION: { id: 'Akan dihapus', en: 'To be deleted' },
  DELETED: { id: 'Tidak ada di Meta', en: 'Not at Meta' },
  ARCHIVED: { id: 'Diarsipkan', en: 'Archived' },
  UNKNOWN: { id: 'Tidak dikenal', en: 'Unknown' },
}

/** A status within a sentence in both languages; what Meta has made since stays its own word. */
export function statusInSentence(status: string): { status: string; status_id: string; status_en: string } {
  const words = Object.hasOwn(STATUS_WORDS, status) ? STATUS_WORDS[status as TemplateStatus] : undefined
  return {
    status,
    status_id: words?.id.toLowerCase() ?? status,
    status_en: words?.en.toLowerCase() ?? status,
  }
}
