import type { Millis } from '#core/base/time.ts'
import type { TemplateNews } from '#core/whatsapp/template/news.ts'
import type { TemplateQuality, TemplateStatus } from '#core/whatsapp/template/state.ts'
import type { TemplateCategory } from '#core/whatsapp/template/template.ts'

/** How a template stands with Meta, apart from its content. */
export type Standing = {
  readonly status: TemplateStatus
  readonly quality: TemplateQuality
  readonly category: TemplateCategory
  readonly rejection: string | null
  readonly details: string | null
  readonly advice: string | null
  readonly correctCategory: TemplateCategory | null
  readonly categoryAt: Millis | null
  readonly previousCategory: TemplateCategory | null
  readonly pausedUntil: Millis | null
}

/** `fetch`: the news does not say everything, so the template must be read anew. */
type Applied = { readonly standing: Standing; readonly fetch: boolean }

/** How a template stands after Meta's news about it; the same news twice changes nothing more than once. */
export function applyNews(standing: Standing, news: TemplateNews, now: Millis): Applied {
  switch (news.kind) {
    case 'status': {
      const { status, rejection, details, advice, pause } = news
      if (status === null) return { standing, fetch: true }
      const category = news.category ?? standing.category
      const pausedUntil = status === 'PAUSED' && pause !== null ? now + pause : null
      const kept = standing.status === status && pausedUntil !== null ? standing.pausedUntil : null
      return {
        standing: {
          ...standing,
          status,
          category,
          details,
          advice,
          rejection: status === 'REJECTED' ? rejection : null,
          pausedUntil: kept ?? pausedUntil,
        },
        fetch: false,
      }
    }
    case 'quality':
      return { standing: { ...standing, quality: news.to }, fetch: false }
    case 'category':
      return { standing: { ...standing, ...categoryAfter(standing, news) }, fetch: false }
    case 'components':
      return { standing, fetch: true }
  }
}

/** A day before the change Meta names what is to come; then that it has happened. */
function categoryAfter(
  standing: Standing,
  news: Extract<TemplateNews, { kind: 'category' }>,
): Partial<Standing> {
  if (news.next) return { correctCategory: news.next, categoryAt: news.at }
  return {
    category: news.category ?? standing.category,
    previousCategory: news.previous ?? standing.previousCategory,
    correctCategory: null,
    categoryAt: null,
  }
}
