import { openBrowser, openInstalled } from '../test/browser.ts'
import { openRig } from '../test/rig.ts'
import { CANVASES, measureCanvas, measureTemplate } from './times-canvas.ts'
import { measureLive } from './times-chat.ts'
import { measureChats, measureList, measureLoads } from './times-inbox.ts'
import { type Stage, tellAll } from './times-measure.ts'
import { fill } from './times-shop.ts'

/**
 * `npm run times`: whether pages come and react in time; `npm run times -- list live` looks at these parts alone. Work of the
 * browser's main thread is measured in processor time, because on a busy machine the clock tells of others. Fails when a bar is missed.
 */
const PARTS: Readonly<Record<string, (stage: Stage, long: string) => Promise<void>>> = {
  loads: measureLoads,
  chats: measureChats,
  list: measureList,
  live: measureLive,
  canvas: async (stage) => {
    for (const canvas of CANVASES) await measureCanvas(stage, canvas)
  },
  template: measureTemplate,
}
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in PARTS))
if (unknown.length > 0)
  throw new Error(`no part is called ${unknown.join(', ')}: ${Object.keys(PARTS).join(', ')}`)

await using rig = await openRig()
const browser = (await openInstalled()) ?? (await openBrowser())
try {
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const long = await fill(rig)
  for (const [name, measure] of Object.entries(PARTS))
    if (asked.length === 0 || asked.includes(name)) await measure({ rig, browser, owner }, long)
} finally {
  await browser.close()
}
process.exitCode = tellAll() ? 0 : 1
