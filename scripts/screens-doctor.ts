import { DAY, HOUR } from '#core/base/time.ts'
import { type Loose, phoneOf, type Rig, until, type Visitor } from '../test/rig.ts'
import { flowFile } from '../test/team.ts'
import type { Shot } from './screens-shot.ts'

const DRAFT = flowFile(
  'Promo akhir tahun',
  { keywords: ['promo'] },
  { say: { kind: 'message', text: 'Nanti.' } },
)

/** A shop with a bot in waiting and a number without one, whose token ends soon and whose account has no payment method. */
export async function troubledShop(rig: Rig): Promise<Visitor> {
  const who = rig.visitor()
  await who.call('POST', '/api/demo', {})
  const { body: spare } = await who.call('POST', '/api/bots', { name: 'Bot Promo' })
  await who.call('POST', '/api/flows/import', { file: DRAFT, botId: spare.id })
  const phone = await phoneOf(rig, who, 0, 1)
  await phone.text('halo')
  await phone.hears('Kopi Senja')
  await phone.control('POST', '/clock', { advance: 25 * HOUR })
  const { body } = await who.call('GET', '/api/channel')
  const real = body.numbers.find(({ test }: Loose) => !test)
  await until('the clock is known', async () => {
    const { body: now } = await who.call('GET', '/api/channel')
    return now.channel.clockOffset > 24 * HOUR
  })
  const { body: chats } = await who.call('GET', '/api/chats')
  const draft = { kind: 'template', name: 'hello_world', language: 'en_US' }
  await who.call('POST', `/api/chats/${chats.items[0].id}/messages`, { draft })
  await until('it is delivered', async () => {
    const { body: lines } = await who.call('GET', `/api/chats/${chats.items[0].id}/messages`)
    return lines.items[0].state === 'delivered'
  })
  const { clock } = await phone.control('GET', '')
  const expiresAt = Math.floor((clock.now + 6 * DAY) / 1000)
  await phone.control('PATCH', '', { token: { expiresAt } })
  await who.call('POST', '/api/channel/doctor', {})
  await phone.control('PATCH', '', { funded: false })
  await phone.control('PATCH', '', { portfolioLimit: 3 })
  await who.call('POST', `/api/numbers/${real.id}/unlink`, { confirm: 'UNLINK' })
  return who
}

/** The menu of a bot, as far as its rename and its farewell: of one that waits, and of one that still answers. */
export function botShots(who: Visitor): Shot[] {
  const open = (name: string, bot: RegExp, act: RegExp): Shot => ({
    ...{ name, path: '/bots', who },
    act: async (page) => {
      await page.getByRole('button', { name: bot }).first().click()
      await page.getByRole('menuitem', { name: act }).click()
    },
  })
  const [spare, linked] = [/ Bot Promo$/, /^(Pilihan untuk|Options for) (?!Bot Promo)/]
  return [
    open('bots-rename', spare, /^(Ganti nama|Rename)$/),
    open('bots-remove', spare, /^(Hapus bot|Delete bot)$/),
    open('bots-remove-linked', linked, /^(Hapus bot|Delete bot)$/),
  ]
}
