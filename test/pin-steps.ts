import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Locator, Page } from 'playwright-core'
import { type Loose, until, type Visitor } from './rig.ts'
import { take } from './stage.ts'

/** How long the first press of a key is under way. */
const SLOW_MS = 400

/** A pin is dragged and moved by keys, where the last press ends though the first is told slowly; neither opens it. */
export async function movesPin(owner: Visitor, id: string, page: Page, pin: Locator): Promise<void> {
  const placed = async () => {
    const [thread]: Loose[] = (await take(owner, 'GET', `/api/flows/${id}/comments`)).filter(
      ({ place }: Loose) => 'x' in place,
    )
    return thread.place
  }
  const before = await placed()
  const box = await pin.boundingBox()
  assert.ok(box)
  await page.mouse.move(box.x + 14, box.y + 14)
  await page.mouse.down()
  await page.mouse.move(box.x + 74, box.y + 44, { steps: 4 })
  await page.mouse.up()
  const dragged = await until('the pin was dragged', async () => {
    const now = await placed()
    return now.x > before.x + 20 && now.y > before.y + 10 && now
  })
  let isFirst = true
  await page.route('**/place', async (route) => {
    const held = isFirst ? SLOW_MS : 0
    isFirst = false
    await sleep(held)
    await route.continue()
  })
  await pin.focus()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowUp')
  const isThere = async () => {
    const now = await placed()
    return now.x === dragged.x - 16 && now.y === dragged.y - 16
  }
  await until('the pin was moved by keys', isThere)
  await sleep(SLOW_MS)
  assert.ok(await isThere(), 'the slow first press did not take it back')
}
