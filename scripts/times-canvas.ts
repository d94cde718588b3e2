import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { quantile } from '../bench/cost.ts'
import { DESK, openPage } from '../test/browser.ts'
import { flowFile } from '../test/team.ts'
import { FRAME, frameAfter, PATIENCE_MS, report, type Stage, work } from './times-measure.ts'

/** Steps on the canvas, and what a movement and the longest of them may cost. */
export const CANVASES = [
  { steps: 500, frame: 16.7, longest: 60 },
  { steps: 2000, frame: 33, longest: 150 },
] as const
const CARDS = 10

/** A flow of so many steps in rows of fifty: questions, conditions and messages, each leading on. */
function largeFlow(name: string, steps: number) {
  const nodes = Object.fromEntries(
    Array.from({ length: steps - 1 }, (_, n) => [`s${n}`, stepOf(n, n + 1 < steps - 1 ? `s${n + 1}` : null)]),
  )
  const at = Object.fromEntries(
    Object.keys(nodes).map((id, n) => [id, { x: 360 * (1 + (n % 50)), y: 360 * Math.floor(n / 50) }]),
  )
  const file = flowFile(name, { keywords: [name.toLowerCase()] }, nodes)
  return { ...file, layout: { at: { start: { x: 0, y: 0 }, ...at }, notes: [] } }
}

function stepOf(n: number, next: string | null) {
  if (n % 3 === 0)
    return {
      kind: 'message',
      name: `Salam ${n}`,
      text: `Langkah ${n}: *halo* {{first_name}}, mau apa hari ini?`,
      buttons: [
        { id: 'a', title: 'Lanjut' },
        { id: 'b', title: 'Ulangi' },
      ],
      ...(next ? { next: { 'button:a': next, other: next } } : {}),
    }
  if (n % 3 === 1)
    return {
      kind: 'question',
      text: `Pertanyaan ${n}: siapa nama Anda?`,
      ...(next ? { next: { answered: next } } : {}),
    }
  return { kind: 'message', text: `Langkah ${n}`, ...(next ? { next: { next } } : {}) }
}

type CanvasBar = { readonly steps: number; readonly frame: number; readonly longest: number }

export async function measureCanvas(
  { rig, browser, owner }: Stage,
  { steps, frame, longest }: CanvasBar,
): Promise<void> {
  const name = `Sebesar ${steps}`
  const { body } = await owner.call('POST', '/api/flows/import', { file: largeFlow(name, steps) })
  if (!body.flow) throw new Error('the flow was imported')
  const { page, context } = await openPage(browser, rig.url, DESK, owner)
  await page.goto(`${rig.url}/flows`)
  await page.getByText(name).first().waitFor({ timeout: PATIENCE_MS })
  const opened = await frameAfter(page, 'pointerdown', `document.querySelector('.react-flow__node')`, () =>
    page.getByText(name).first().click(),
  )
  if (steps === 500) report(`${steps} steps are open`, opened, 1200)
  await sleep(2500)
  const tell = (what: string, costs: readonly number[], most: number = frame) => {
    report(`${what}, ${steps} steps, p95`, quantile(costs, 0.95), most)
    report(`${what}, ${steps} steps, the longest`, Math.max(...costs), longest)
  }
  tell('a pan', await work(page, (n) => page.mouse.wheel(60, n % 2 === 0 ? 40 : -20)))
  await page.keyboard.press('f')
  await sleep(600)
  await page.mouse.move(700, 480)
  tell('a pan with all in sight', await work(page, (n) => page.mouse.wheel(n % 2 === 0 ? 60 : -60, 20)))
  await page.keyboard.down('Control')
  tell('a zoom', await work(page, (n) => page.mouse.wheel(0, n % 20 < 10 ? -60 : 60)))
  await page.keyboard.up('Control')
  tell('a fit', await work(page, (n) => page.keyboard.press(n % 2 === 0 ? 'f' : '+')))
  await page.keyboard.press('Control+f')
  await page.keyboard.type('Salam 9')
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Teks', exact: true }).waitFor({ timeout: PATIENCE_MS })
  await sleep(800)
  await page.getByRole('textbox', { name: 'Teks', exact: true }).click()
  tell(
    'a key in the inspector',
    await work(page, (n) => page.keyboard.press('abcde fghij'[n % 11] ?? 'a')),
    FRAME,
  )
  const card = await page.locator('.react-flow__node.selected').boundingBox()
  if (!card) throw new Error('the step is in sight')
  const [x, y] = [card.x + 90, card.y + 14]
  await page.mouse.move(x, y)
  await page.mouse.down()
  tell('a drag', await work(page, (n) => page.mouse.move(x + Math.sin(n / 5) * 120, y + n * 2)))
  await page.mouse.up()
  if (steps === 500) await measureTidy(page, steps)
  await context.close()
}

/** The tidying up as a person waits for it: to the first frame in which the steps stand elsewhere. */
async function measureTidy(page: Page, steps: number): Promise<void> {
  await page.evaluate(`window.before = document.querySelector('.react-flow__node').style.transform`)
  const moved = `document.querySelector('.react-flow__node').style.transform !== window.before`
  const button = page.getByRole('button', { name: 'Rapikan', exact: true })
  report(
    `${steps} steps are tidied up`,
    await frameAfter(page, 'pointerdown', moved, () => button.click()),
    1500,
  )
}

/** The heaviest template that Meta takes: ten cards, with rules and preview after every key. */
export async function measureTemplate({ rig, browser, owner }: Stage): Promise<void> {
  const { page, context } = await openPage(browser, rig.url, DESK, owner)
  await page.goto(`${rig.url}/templates/new?intent=promo`)
  await page.getByRole('radio', { name: 'Karusel' }).click({ timeout: PATIENCE_MS })
  for (let cards = 2; cards < CARDS; cards++) await page.getByRole('button', { name: 'Tambah kartu' }).click()
  await page.getByRole('textbox', { name: 'Isi', exact: true }).last().click()
  const typing = await work(page, (n) => page.keyboard.press('abcde fghij'[n % 11] ?? 'a'))
  report(`a key in a template of ${CARDS} cards, p95`, quantile(typing, 0.95), FRAME)
  await context.close()
}
