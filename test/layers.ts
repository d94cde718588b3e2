import type { Page } from 'playwright-core'
import { contrastIn, findings } from './axe.ts'

const PATIENCE = { timeout: 10_000 }
const LAYER = '[role=dialog], [role=alertdialog]'

/** What is pressed one after the other: a key, a button, then items of its menu, by their Indonesian names. */
type Way = readonly (string | RegExp | { readonly key: string })[]

/** The dialogs and sheets that open over a page, by the page's name. */
const OVER: Readonly<Record<string, readonly Way[]>> = {
  home: [[{ key: 'Control+k' }], [{ key: '?' }]],
  'a chat': [['Kirim pesan template']],
  fields: [['Field baru']],
  flows: [['Flow baru'], [/^Lainnya untuk/, 'Ganti nama'], [/^Lainnya untuk/, 'Hapus']],
  'the canvas': [['Terbitkan'], ['Lainnya', 'Ganti nama']],
  'a template': [
    ['Lainnya', 'Gandakan ke bahasa lain…'],
    ['Lainnya', 'Hapus…'],
  ],
  'a draft of a broadcast': [['Kirim sekarang'], ['Hapus']],
  'a broadcast': [['Tindakan lain', 'Batalkan']],
  channels: [
    ['Lepas'],
    [/^Tindakan untuk/, 'Profil bisnis'],
    [/^Tindakan untuk/, 'Penerima nomor uji'],
    [/^Tindakan untuk \+62/, 'Ganti PIN dua langkah'],
    ['Putuskan'],
    ['Tambah nomor'],
  ],
  'the simulator': [['Tambah pelanggan'], ['Lampirkan', 'Lokasi'], ['Lampirkan', 'Kontak']],
  members: [[/^Keluarkan/], ['Buat tim']],
  secrets: [[/^Hapus kunci/]],
}
const OVER_POCKET: Readonly<Record<string, readonly Way[]>> = { home: [['Lainnya']] }

/** What axe finds in each of them, in both themes; one that does not open is a finding too. */
export async function findingsOver(page: Page, name: string, isPocket: boolean): Promise<string[]> {
  const found: string[] = []
  for (const way of (isPocket ? OVER_POCKET : OVER)[name] ?? []) {
    const called = way
      .map((step) => (typeof step === 'object' && 'key' in step ? step.key : step))
      .join(' › ')
    try {
      await open(page, way)
      const inBoth = [
        ...(await findings(page, LAYER)),
        ...(await contrastIn(page, { theme: 'light' }, LAYER)),
      ]
      for (const finding of inBoth) found.push(`${called}: ${finding}`)
      await page.keyboard.press('Escape')
      await page
        .locator(LAYER)
        .first()
        .waitFor({ state: 'detached', ...PATIENCE })
    } catch (error) {
      found.push(`${called}: ${String(error).split('\n')[0]}`)
    }
  }
  return found
}

async function open(page: Page, [first, ...items]: Way): Promise<void> {
  if (typeof first === 'object' && 'key' in first) await page.keyboard.press(first.key)
  else if (first) await page.getByRole('button', { name: first, exact: true }).first().click(PATIENCE)
  for (const item of items)
    if (!(typeof item === 'object' && 'key' in item))
      await page.getByRole('menuitem', { name: item, exact: true }).click(PATIENCE)
  await page.locator(LAYER).first().waitFor(PATIENCE)
}
