import { type Millis, SECOND } from '#core/base/time.ts'

/** Who said that a customer wants no marketing, or wants it again: WhatsApp's own switch, the customer's word to us, or a member. */
export const MARKETING_SOURCES = ['whatsapp', 'customer', 'agent'] as const
export type MarketingSource = (typeof MARKETING_SOURCES)[number]

/** Whether a customer stopped marketing: the one fact, with its source and the channel's time. */
export type Marketing = { readonly stopped: boolean; readonly by: MarketingSource; readonly at: Millis }

/**
 * What counts after one more word about it; the known fact itself where the word changes nothing. Older words than the known one
 * come too late. A stop may be taken back by whoever made it or by one who weighs more: a member takes back only a member's, the
 * customer's word also a member's, and WhatsApp's switch any, because Meta refuses marketing while it is off (131050).
 */
export function marketingAfter(known: Marketing | null, news: Marketing): Marketing | null {
  if (known && secondOf(news.at) < secondOf(known.at)) return known
  if (!known?.stopped) return news.stopped ? news : known
  const mayChange = WEIGHT[news.by] >= WEIGHT[known.by]
  if (news.stopped) return WEIGHT[news.by] > WEIGHT[known.by] ? news : known
  return mayChange ? news : known
}

/** Meta tells times in whole seconds. */
function secondOf(at: Millis): number {
  return Math.floor(at / SECOND)
}

const WEIGHT: Readonly<Record<MarketingSource, number>> = { agent: 1, customer: 2, whatsapp: 3 }

/** Words that stop marketing or allow it again are so many, and so long. */
export const MARKETING_WORDS_MAX = 20
export const MARKETING_WORD_CHARS_MAX = 40
