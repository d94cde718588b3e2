import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import type { Look, Seen } from './browser.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Serious findings of axe in the page or a part of it, as one line each. Evaluated by the test's own tool, which the page's policy does not bind. */
export async function findings(page: Page, part = 'html'): Promise<string[]> {
  return await run(page, part, TAGS)
}

/** The same with the other theme, of what alone can differ there: the colours. */
export async function contrastIn(
  page: Page,
  { theme }: Pick<Look, 'theme'>,
  part = 'html',
): Promise<string[]> {
  const other = theme === 'dark' ? 'light' : 'dark'
  await page.evaluate(`document.documentElement.dataset.theme = '${other}'`)
  const found = await run(page, part, { type: 'rule', values: COLOURS })
  await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
  return found.map((finding) => `${other}: ${finding}`)
}
/** What is wrong with a page as it stands: what axe finds where this look asks for it, what runs out, what the browser complained of. */
export async function wrongIn({ page, faults }: Seen, look: AxeLook, guest = false): Promise<string[]> {
  const found = look.axe ? [...(await findings(page)), ...(await contrastIn(page, look))] : []
  return [...found, ...(await waysOut(page, guest)), ...faults.splice(0)]
}
const COLOURS = ['color-contrast', 'link-in-text-block']

async function run(page: Page, part: string, runOnly: unknown): Promise<string[]> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(AXE)
  const options = JSON.stringify({ runOnly, resultTypes: ['violations'] })
  const { violations } = await page.evaluate<Axe>(`axe.run('${part}', ${options})`)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`)
}
type Axe = { violations: { id: string; impact: string; nodes: { html: string }[] }[] }

export type AxeLook = Look & { readonly axe: boolean }
/**
 * Both sizes, themes and languages, each of them twice. What axe looks at depends on the size, and its colours on the theme, not on the
 * language: it runs once per size, with the colours of both themes.
 */
export const LOOKS: readonly AxeLook[] = [
  { width: 1440, height: 900, theme: 'light', language: 'id', axe: true },
  { width: 390, height: 844, theme: 'dark', language: 'en', axe: true },
  { width: 1440, height: 900, theme: 'dark', language: 'en', axe: false },
  { width: 390, height: 844, theme: 'light', language: 'id', axe: false },
]

/** Where a page is larger than the screen; only what stands before the door scrolls as a whole. */
export async function waysOut(page: Page, guest = false): Promise<string[]> {
  const sideways = await page.evaluate<boolean>(
    '[document.documentElement, ...document.querySelectorAll("main")].some((part) => part.scrollWidth > part.clientWidth + 1)',
  )
  const slid = await page.evaluate<number>('(scrollTo(0, 1e6), scrollY)')
  return [
    ...(sideways ? ['scrolls sideways'] : []),
    ...(slid > 0 && !guest ? [`the whole frame scrolls away by ${slid} px`] : []),
  ]
}

/** What does not fit on a narrower screen: the page itself, words of its navigation, and presses that no finger reaches. */
export async function cutAt(page: Page, width: number): Promise<string[]> {
  await page.setViewportSize({ width, height: 640 })
  const cut = await page.evaluate<string[]>(
    '[...document.querySelectorAll("nav .truncate")].filter((word) => word.scrollWidth > word.clientWidth + 1 && word.clientWidth > 1).map((word) => word.textContent)',
  )
  const beyond = await page.evaluate<string[]>(BEYOND)
  const spilt = await page.evaluate<string[]>(SPILT)
  return [
    ...(await waysOut(page, true)),
    ...cut.map((word) => `cuts “${word}”`),
    ...beyond.map((name) => `“${name}” stands outside the screen`),
    ...spilt.map((words) => `“${words}” runs out of its frame`),
  ]
}

/** Presses and fields beyond the right edge, but for those that are brought in by sliding. */
const BEYOND = `[...document.querySelectorAll('button, a, input')].filter((press) => {
  const { left, right, width } = press.getBoundingClientRect()
  if (width <= 1 || right <= innerWidth + 1 || getComputedStyle(press).visibility === 'hidden') return false
  for (let at = press.parentElement; at; at = at.parentElement)
    if (/auto|scroll/.test(getComputedStyle(at).overflowX) || at.matches('.react-flow')) return false
  return left > -1
}).map((press) => press.ariaLabel || press.textContent || press.tagName)`

/** Banners and dialogs whose words do not stay within. */
const SPILT = `[...document.querySelectorAll('[role=status], [role=alert], [role=dialog]')].filter(
  ({ scrollWidth, clientWidth }) => clientWidth > 1 && scrollWidth > clientWidth + 1,
).map((frame) => frame.textContent)`
