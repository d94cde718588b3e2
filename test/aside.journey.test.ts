import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DESK, openBrowser, openPage, POCKET } from './browser.ts'
import { type Loose, signed } from './rig.ts'
import { openStage } from './stage.ts'

test('what Meta says and nothing applies is told to the owner in plain words, with what came', async () => {
  await using stage = await openStage()
  const shop = await stage.shop('Toko Sisih')
  const tell = async (field: string, value: Loose) => {
    const body = JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [{ id: shop.wabaId, changes: [{ field, value }] }],
    })
    const headers = signed(body, shop.appSecret)
    const { status } = await fetch(`${stage.rig.url}${shop.hookPath}`, { method: 'POST', headers, body })
    assert.equal(status, 200)
  }
  const browser = await openBrowser()
  try {
    const quiet = await openPage(browser, stage.rig.url, DESK, shop.owner)
    await quiet.page.goto(`${stage.rig.url}/channels`)
    await quiet.page.getByText('Dokter koneksi').first().waitFor()
    assert.equal(await quiet.page.getByText('Kabar yang disisihkan').count(), 0)

    await tell('brand_new_field', { event: 'SOMETHING', word: 'kata-asli' })
    const metadata = { phone_number_id: shop.graphId, display_phone_number: '628990000001' }
    await tell('messages', { metadata, errors: [{ code: 130429, title: 'Rate limit hit' }] })
    for (const [look, news, trouble, raw] of [
      [
        DESK,
        'Meta mengabarkan “brand_new_field”',
        'Meta melaporkan gangguan: Rate limit hit.',
        'Lihat isi aslinya',
      ],
      [
        { ...POCKET, language: 'en' as const },
        'Meta told “brand_new_field”',
        'Meta reports a trouble: Rate limit hit.',
        'Show what came',
      ],
    ] as const) {
      const { page, faults } = await openPage(browser, stage.rig.url, look, shop.owner)
      await page.goto(`${stage.rig.url}/channels`)
      const line = page.getByRole('listitem').filter({ hasText: news })
      await line.waitFor()
      await page.getByText(trouble).waitFor()
      await line.getByText(raw).click()
      await line.getByText('kata-asli').waitFor()
      const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      assert.ok(Number(wide) <= 0, 'nothing stands beside the screen')
      assert.deepEqual(faults, [])
    }
  } finally {
    await browser.close()
  }
})
