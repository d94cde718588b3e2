import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { findings } from './axe.ts'
import { DESK, type Look, openBrowser, openPage, POCKET } from './browser.ts'
import { type Loose, until, type Visitor } from './rig.ts'
import { openStage, PASSWORD, type Shop, type Stage, take } from './stage.ts'
import { flowFile } from './team.ts'

const PATIENCE = { timeout: 20_000 }

let stage: Stage
let shop: Shop
let dewi: Visitor
let browser: Browser

before(async () => {
  stage = await openStage()
  shop = await stage.shop('Kopi Senja')
  dewi = await colleague('Dewi Kartika', 'dewi@shop.example')
  browser = await openBrowser()
})
after(async () => {
  await browser.close()
  await stage[Symbol.asyncDispose]()
})

const FILE = flowFile(
  'Berdua',
  { keywords: ['berdua'] },
  {
    salam: { kind: 'message', name: 'Salam', text: 'Halo', next: { next: 'tim' } },
    tim: { kind: 'handover', name: 'Tim' },
  },
)

test('what somebody else saved since the publisher looked is not published, and the refusal names them', async () => {
  const id = await freshFlow()
  const path = `/api/flows/${id}/publish`
  const seen: Loose = await take(shop.owner, 'GET', `/api/flows/${id}`)
  await says(dewi, id, 'Halo, ada pro')

  const refused = await shop.owner.call('POST', path, { revision: seen.revision })
  assert.deepEqual(
    [refused.status, refused.body.code, refused.body.details],
    [409, 'draft-moved', { by: 'Dewi Kartika' }],
  )
  assert.match(
    refused.body.detail,
    /^Draf ini berubah setelah Anda melihatnya\. Yang mengubah: Dewi Kartika\./,
  )
  const en = await shop.owner.call('POST', path, { revision: seen.revision }, { 'accept-language': 'en' })
  assert.match(en.body.detail, /^This draft has changed since you looked at it\. Changed by: Dewi Kartika\./)
  assert.deepEqual(await take(shop.owner, 'GET', `/api/flows/${id}/versions`), [])

  const elsewhere = await dewi.call('POST', path, { revision: seen.revision })
  assert.match(elsewhere.body.detail, /Anda sendiri, di tab lain/)

  const { revision, editors } = await take(shop.owner, 'GET', `/api/flows/${id}`)
  assert.deepEqual(
    editors.map(({ name, revision: last }: Loose) => [name, last]),
    [['Dewi Kartika', revision]],
  )
  assert.equal((await take(shop.owner, 'POST', path, { revision })).version.number, 1)
  await says(dewi, id, 'Halo, ada promo')
  const bare = await take(shop.owner, 'POST', path, {})
  assert.equal(bare.version.number, 2, 'a script that names no revision publishes what is saved')
})

for (const look of [DESK, POCKET])
  test(`whoever publishes on a screen ${look.width} wide decides about what a colleague changed meanwhile`, async () => {
    const id = await freshFlow()
    const { page, faults } = await openAt(id, look)
    await page.getByRole('button', { name: 'Terbitkan', exact: true }).click(PATIENCE)
    const dialog = page.getByRole('dialog')
    const publish = dialog.getByRole('button', { name: 'Terbitkan', exact: true })
    await until('one more Enter would publish', async () => publish.evaluate((it) => it.matches(':focus')))

    await says(dewi, id, 'Halo, ada pro')
    const notice = dialog.getByRole('status')
    await notice.getByText('Draf ini baru saja diubah oleh Dewi Kartika:').waitFor(PATIENCE)
    await notice.getByText('Halo, ada pro').waitFor(PATIENCE)
    await page.keyboard.press('Enter')
    assert.ok(await publish.isDisabled())
    assert.deepEqual(await findings(page), [])
    assert.deepEqual(await take(shop.owner, 'GET', `/api/flows/${id}/versions`), [])

    // What is pressed in the moment in which the news is still on its way meets the server's no.
    await dialog.getByRole('button', { name: 'Sertakan perubahan ini' }).click()
    await until('the press goes on', async () => publish.evaluate((it) => it.matches(':focus')))
    const { promise: heard, resolve: tell } = Promise.withResolvers<void>()
    await page.route(`**/api/flows/${id}`, async (route) => {
      await heard
      await route.continue()
    })
    await says(dewi, id, 'Halo, ada promo')
    const answer = page.waitForResponse((response) => response.url().endsWith('/publish'))
    await page.keyboard.press('Enter')
    assert.equal((await answer).status(), 409)
    tell()
    await notice.getByText('Halo, ada promo').waitFor(PATIENCE)
    await dialog.getByRole('button', { name: 'Sertakan perubahan ini' }).click()
    await publish.click()
    await page.getByText('v1 tayang.').waitFor(PATIENCE)
    const [{ id: version }] = await take(shop.owner, 'GET', `/api/flows/${id}/versions`)
    const { definition } = await take(shop.owner, 'GET', `/api/flows/${id}/versions/${version}`)
    assert.equal(definition.nodes.salam.text, 'Halo, ada promo')
    assert.deepEqual(
      faults.filter((fault) => !fault.includes('409')),
      [],
    )
    await page.context().close()
  })

test('that a colleague only moved a card holds nobody up, and a step that they changed is shown by a press', async () => {
  const id = await freshFlow()
  const { page } = await openAt(id, DESK)
  await page.getByRole('button', { name: 'Terbitkan', exact: true }).click(PATIENCE)
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Tidak ada masalah. Siap terbit.').waitFor(PATIENCE)
  await says(dewi, id, 'Halo lagi')
  await dialog.getByRole('status').getByRole('button', { name: 'Salam' }).click(PATIENCE)
  await page.getByRole('textbox', { name: 'Teks', exact: true }).waitFor(PATIENCE)

  await page.getByRole('button', { name: 'Terbitkan', exact: true }).click()
  await dialog.getByText('Tidak ada masalah. Siap terbit.').waitFor(PATIENCE)
  const { definition, layout, revision } = await take(dewi, 'GET', `/api/flows/${id}`)
  layout.at.salam = { x: 900, y: 900 }
  await take(dewi, 'PUT', `/api/flows/${id}/draft`, { definition, layout, revision })
  await dialog.getByRole('button', { name: 'Terbitkan', exact: true }).click()
  await page.getByText('v1 tayang.').waitFor(PATIENCE)
  await page.context().close()
})

test('what another flow of the bot answers first is named before publishing', async () => {
  const first = await freshFlow()
  await take(shop.owner, 'POST', `/api/flows/${first}/publish`, {})
  const { page } = await openAt(await freshFlow(), DESK)
  await page.getByRole('button', { name: 'Terbitkan', exact: true }).click(PATIENCE)
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Flow lain tetap menjawab lebih dulu').waitFor(PATIENCE)
  await dialog
    .getByText(/^Berdua.* \(dibuat lebih dulu\): “berdua”/)
    .first()
    .waitFor(PATIENCE)
  await dialog.getByText('dan 2 lagi').waitFor(PATIENCE)
  assert.deepEqual(await findings(page), [])
  await page.context().close()
})

test('a page that is left while its last change is being saved finds it saved, and asks nothing', async () => {
  const id = await freshFlow()
  const { page } = await openAt(id, DESK)
  const step = page.locator('.react-flow__node', { hasText: 'Salam' })
  await step.click(PATIENCE)
  let sent = false
  await page.route('**/api/flows/*/draft', async (route) => {
    await route.fetch() // the server has it; the page is left before it hears so
    sent = true
  })
  for (let copy = 0; copy < 4; copy++) await page.keyboard.press('Control+d')
  await until('the copies have reached the server', async () => sent)
  await page.unroute('**/api/flows/*/draft')
  await page.reload()
  await step.nth(4).waitFor(PATIENCE)
  await step.first().click(PATIENCE)
  await page.getByRole('textbox', { name: 'Teks', exact: true }).fill('Halo lagi')
  await until('what follows is saved too', async () =>
    JSON.stringify(await take(shop.owner, 'GET', `/api/flows/${id}`)).includes('Halo lagi'),
  )
  await page.context().close()
})

async function freshFlow(): Promise<string> {
  const { flow } = await take(shop.owner, 'POST', '/api/flows/import', { file: FILE })
  return flow.id
}

/** Somebody changes the greeting and saves. */
async function says(who: Visitor, id: string, text: string): Promise<void> {
  const { definition, layout, revision } = await take(who, 'GET', `/api/flows/${id}`)
  definition.nodes.salam.text = text
  await take(who, 'PUT', `/api/flows/${id}/draft`, { definition, layout, revision })
}

async function openAt(id: string, look: Look): Promise<{ page: Page; faults: string[] }> {
  const { page, faults } = await openPage(browser, stage.rig.url, look, shop.owner)
  await page.goto(`${stage.rig.url}/flows/${id}`)
  return { page, faults }
}

async function colleague(name: string, email: string): Promise<Visitor> {
  const visitor = stage.rig.visitor()
  await take(visitor, 'POST', '/api/sign-up', { name, email, password: PASSWORD, business: 'Lain' })
  const { id }: Loose = await take(shop.owner, 'POST', '/api/invitations', { email, role: 'admin' })
  await take(visitor, 'POST', `/api/invitations/${id}/accept`, {})
  return visitor
}
