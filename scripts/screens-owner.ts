import { POCKET } from '../test/browser.ts'
import type { Visitor } from '../test/rig.ts'
import type { Shot } from './screens-shot.ts'

/** What a shop owner with only a phone meets in the first half hour. */
export function ownerShots(who: Visitor, builder: string): Shot[] {
  return [
    {
      name: 'simulator-first',
      path: '/simulator',
      who,
      only: POCKET,
      act: async (page) => {
        await page.getByRole('radio').nth(0).click()
        await page.getByText('Sarah Lim').click()
        await page.getByRole('radio').nth(1).click()
      },
    },
    {
      name: 'builder-publish',
      path: builder,
      who,
      only: POCKET,
      act: (page) => page.getByRole('button', { name: /^(Terbitkan|Publish)$/ }).click(),
    },
    {
      name: 'bots-new',
      path: '/bots',
      who,
      act: (page) => page.getByRole('button', { name: /^(Bot baru|New bot)$/ }).click(),
    },
    {
      name: 'contacts-import-excel',
      path: '/contacts',
      who,
      act: async (page) => {
        await page.getByRole('button', { name: /^(Impor|Import)$/ }).click()
        const [name, buffer] = ['pelanggan.xlsx', Buffer.from('504b030414000600', 'hex')]
        await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer })
      },
    },
    {
      name: 'segment-new',
      path: '/segments',
      who,
      act: (page) =>
        page
          .getByRole('button', { name: /^(Buat segmen|Make a segment)$/ })
          .first()
          .click(),
    },
    {
      name: 'leave',
      path: '/home',
      who,
      only: POCKET,
      act: async (page) => {
        await page.getByRole('button', { name: /^(Lainnya|More)$/ }).click()
        await page.getByRole('button', { name: /^(Keluar|Sign out)$/ }).click()
      },
    },
  ]
}
