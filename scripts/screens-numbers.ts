import type { Page } from 'playwright-core'
import { type Loose, type Phone, phoneOf, type Rig, until, type Visitor } from '../test/rig.ts'
import { take } from '../test/stage.ts'
import type { Shot } from './screens-shot.ts'

/** The guide's steps with numbers, each as it is found: linked and not, tested, added, declined, restricted; and the dialogs. */
export async function numberShots(rig: Rig): Promise<Shot[]> {
  const who = rig.visitor()
  await who.call('POST', '/api/demo', {})
  const { numbers } = await take(who, 'GET', '/api/channel')
  const real = numbers.find(({ test }: Loose) => !test)
  const sandbox = numbers.find(({ test }: Loose) => test)
  const recipients = ['+62 812-8841-2093', '+62 857-1120-4410']
  await take(who, 'PUT', `/api/numbers/${sandbox.id}/recipients`, { recipients })
  await take(who, 'POST', `/api/numbers/${real.id}/unlink`, { confirm: 'UNLINK' })
  const own = { country: '62', phone: '812 7788 9900', name: 'Kopi Senja Bandung' }
  await take(who, 'POST', '/api/numbers', own)
  const restless = rig.visitor()
  await restless.call('POST', '/api/demo', {})
  const phone = await phoneOf(rig, restless, 0, 1)
  await unpaid(restless, phone)
  await phone.control('PATCH', `/numbers/${phone.numberId}`, { status: 'RESTRICTED', quality: 'RED' })
  await take(restless, 'POST', '/api/numbers/sync', {})
  await take(restless, 'POST', '/api/channel/doctor', {})
  const free = rig.visitor()
  await free.call('POST', '/api/demo', {})
  for (const { id } of (await take(free, 'GET', '/api/channel')).numbers)
    await take(free, 'POST', `/api/numbers/${id}/unlink`, { confirm: 'UNLINK' })
  const press =
    (name: RegExp, at = 0) =>
    (page: Page) =>
      page.getByRole('button', { name }).nth(at).click()
  const menu = (at: number, item: RegExp) => async (page: Page) => {
    await page
      .getByRole('button', { name: /^(Tindakan|Acts|Actions)/ })
      .nth(at)
      .click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  return [
    { name: 'channels-bot', path: '/channels', who: free },
    { name: 'channels-own', path: '/channels', who },
    { name: 'channels-link', path: '/channels', who, act: press(/^(Tautkan bot|Link a bot)/) },
    {
      name: 'channels-recipients',
      path: '/channels',
      who,
      act: menu(0, /^(Penerima nomor uji|Recipients of|Test number|.*[Rr]ecipients)/),
    },
    {
      name: 'channels-register',
      path: '/channels',
      who,
      act: press(/^(Verifikasi & daftarkan|Verify & register|Verify and register)/),
    },
    { name: 'channels-pin', path: '/channels', who, act: menu(1, /PIN/) },
    { name: 'channels-troubled', path: '/channels', who: restless },
    {
      name: 'channels-disconnect',
      path: '/channels',
      who,
      act: press(/^(Putuskan|Disconnect)$/),
    },
    {
      name: 'verification-name',
      path: '/channels/verification',
      who,
      act: async (page) => {
        await page
          .getByRole('textbox', { name: /^(Nama yang ingin dipakai|.*name.*)$/i })
          .first()
          .fill('PROMO Kopi!!')
        await page.getByText(/^(Pemeriksa nama tampilan|Display name check.*)$/i).scrollIntoViewIfNeeded()
      },
    },
  ]
}

/** Meta says that the account is not paid; what costs stands still. */
async function unpaid(who: Visitor, phone: Phone): Promise<void> {
  await phone.text('halo')
  await phone.hears('Kopi Senja')
  await phone.control('PATCH', '', { funded: false })
  await take(who, 'POST', '/api/templates/sync', {})
  const [chat] = (await take(who, 'GET', '/api/chats')).items
  const draft = { kind: 'template', name: 'hello_world', language: 'en_US' }
  await take(who, 'POST', `/api/chats/${chat.id}/messages`, { draft })
  await until('it stands still', async () => (await take(who, 'GET', '/api/channel')).channel.trouble)
}
