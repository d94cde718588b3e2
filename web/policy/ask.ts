/** What the page of costs shows, as its address says it. */
export const TABS = ['summary', 'entries', 'rates'] as const
type CostsTab = (typeof TABS)[number]
export type CostsAsk = {
  readonly tab: CostsTab
  /** Undefined: the present month. */
  readonly month: string | undefined
  readonly only: 'all' | 'differences'
}
