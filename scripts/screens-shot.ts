import type { Page } from 'playwright-core'
import type { Look } from '../test/browser.ts'
import type { Visitor } from '../test/rig.ts'

/** One picture of a page, and what is done before it is taken. */
export type Shot = {
  readonly name: string
  readonly path: string
  /** Another installation than the first; absent: the first. */
  readonly at?: string
  /** Whose page it is; null: nobody is signed in. */
  readonly who: Visitor | null
  /** What the picture needs before it is taken, in words that are the same in both languages. */
  readonly act?: (page: Page) => Promise<unknown>
  /** Only on a screen this wide, where the page has this state. */
  readonly only?: Look
}
