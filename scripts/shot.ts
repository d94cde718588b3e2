import type { Page } from 'playwright-core'
import type { Look } from '../test/browser.ts'
import type { Visitor } from '../test/rig.ts'

/** A picture of a page. */
export type Shot = {
  readonly name: string
  readonly path: string
  /** Whose page it is; null: nobody is signed in. */
  readonly who: Visitor | null
  /** What the picture needs before it is taken, in words that are the same in both languages. */
  readonly act?: (page: Page) => Promise<unknown>
  /** Only on a screen this wide, where the page has this state. */
  readonly only?: Look
}
