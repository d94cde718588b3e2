import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DESK, openBrowser, openPage, settle } from './browser.ts'
import { openRig } from './rig.ts'
import { openDemo } from './team.ts'

const PATIENCE = { timeout: 20_000 }
/** So long is counted, and so many frames a page may ask for meanwhile: one that never rests asks for sixty a second. */
const COUNTED_MS = 1500
const FRAMES_MAX = 30

test('a chat of a few lines rests when it is opened at one of them', async () => {
  await using rig = await openRig()
  const { owner } = await openDemo(rig)
  const { body } = await owner.call('GET', '/api/chats')
  const browser = await openBrowser()
  try {
    const seen = await openPage(browser, rig.url, { ...DESK, height: 1600 }, owner)
    const { page, faults } = seen
    const { body: lines } = await owner.call('GET', `/api/chats/${body.items[0].id}/messages`)
    await page.goto(`${rig.url}/inbox/${body.items[0].id}?at=${lines.items.at(-1).id}`)
    await page.getByRole('log').waitFor(PATIENCE)
    await settle(seen)
    const frames = await page.evaluate<number>(FRAMES)
    assert.ok(frames < FRAMES_MAX, `${frames} frames`)
    assert.deepEqual(faults, [])
  } finally {
    await browser.close()
  }
})

const FRAMES = `new Promise((tell) => {
  const real = window.requestAnimationFrame
  let frames = 0
  window.requestAnimationFrame = (draw) => (frames++, real(draw))
  setTimeout(() => {
    window.requestAnimationFrame = real
    tell(frames)
  }, ${COUNTED_MS})
})`
