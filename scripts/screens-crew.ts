import type { Page } from 'playwright-core'
import { DESK } from '../test/browser.ts'
import { type Loose, phoneOf, type Rig, type Visitor } from '../test/rig.ts'
import { take } from '../test/stage.ts'
import { flowFile, publishFlow } from '../test/team.ts'
import type { Shot } from './screens-shot.ts'

const PASSWORD = 'kopi-tubruk-tanpa-ampas-71'
const DAY = [{ from: '08:00', to: '17:00' }]

/** A shop with colleagues, two teams, hours, segments, a flow that asks for them, and a chat that went through it. */
export async function crewShots(rig: Rig): Promise<Shot[]> {
  const who = rig.visitor()
  await take(who, 'POST', '/api/sign-up', {
    ...{ name: 'Rina Hartono', email: 'rina@tim.example', password: PASSWORD },
    ...{ business: 'Kopi Senja', start: 'simulator' },
  })
  const names = ['Sari Wulandari', 'Budi Santoso', 'Dimas Prakoso']
  for (const [at, name] of names.entries()) await colleague(rig, who, name, `agen${at}@tim.example`)
  const { members } = await take(who, 'GET', '/api/members')
  const idOf = (name: string): string => members.find((member: Loose) => member.name === name).id
  const [sari, budi, dimas] = names.map(idOf)
  const owner = members.find((member: Loose) => member.name === 'Rina Hartono').id
  const sales = await take(who, 'POST', '/api/teams', { name: 'Penjualan', members: [owner, sari, budi] })
  await take(who, 'POST', '/api/teams', { name: 'Gudang', members: [dimas] })
  await take(who, 'PUT', '/api/workspace/hours', {
    hours: {
      zone: 'Asia/Jakarta',
      days: [
        DAY,
        DAY,
        DAY,
        DAY,
        [
          { from: '08:00', to: '11:30' },
          { from: '13:00', to: '17:00' },
        ],
        [{ from: '18:00', to: '01:00' }],
        [],
      ],
      holidays: [{ date: '2026-12-25', name: 'Natal' }],
    },
  })
  const loyal = await take(who, 'POST', '/api/segments', {
    name: 'Pelanggan setia',
    rule: {
      match: 'all',
      rules: [
        { fact: 'tag', tag: 'VIP', is: 'has' },
        { fact: 'field', field: 'kota', is: 'equal', value: 'Bandung' },
      ],
    },
  })
  const team = { to: 'team', ref: sales.id, name: 'Penjualan' }
  const rules = [
    { fact: 'hours', is: 'open' },
    { fact: 'agent', is: 'online', of: 'team', ref: sales.id, name: 'Penjualan' },
    { fact: 'segment', is: 'out', ref: loyal.id, name: 'Pelanggan setia' },
  ]
  const nodes = {
    give: {
      kind: 'action',
      name: 'Ke penjualan',
      actions: [
        { do: 'assign', ...team },
        {
          do: 'notify',
          to: 'team',
          ref: sales.id,
          name: 'Penjualan',
          by: 'whatsapp',
          text: '{{ first_name }} menanyakan harga grosir',
        },
      ],
      next: { next: 'ask' },
    },
    ask: {
      kind: 'condition',
      name: 'Bisa dibalas sekarang?',
      when: { match: 'all', groups: [{ match: 'all', rules }] },
      next: { yes: 'now', no: 'later' },
    },
    now: { kind: 'message', text: 'Sebentar ya Kak, tim kami membalas.' },
    later: { kind: 'wait', wait: { kind: 'open' }, next: { next: 'now', failed: 'now' } },
  }
  const flow = await publishFlow(who, flowFile('Harga grosir', { keywords: ['grosir'] }, nodes))
  const phone = await phoneOf(rig, who)
  await phone.text('grosir')
  await new Promise((resolve) => setTimeout(resolve, 1500))
  const [chat] = (await take(who, 'GET', '/api/chats')).items
  await take(who, 'POST', `/api/chats/${chat.id}/assign`, { memberId: sari })
  await take(who, 'POST', `/api/chats/${chat.id}/assign`, { memberId: null, teamId: sales.id })
  const other = await phoneOf(rig, who, 1)
  await other.text('Stok kopi gayo kapan datang, Kak?')
  await new Promise((resolve) => setTimeout(resolve, 1500))
  const [waits] = (await take(who, 'GET', '/api/chats')).items
  await take(who, 'PUT', `/api/chats/${waits.id}/status`, { status: 'pending' })
  const canned = [
    ['ongkir', 'Halo {{ first_name }}, ongkos kirim dalam kota Rp10.000. Mau dikirim ke mana?'],
    ['jam-buka', 'Kami buka setiap hari 08.00–21.00. Dapur terakhir menerima pesanan pukul 20.30.'],
    [
      'rekening',
      'BCA 123-456-7890 a.n. Kopi Senja.\nSetelah transfer kirim buktinya ke sini ya, {{ first_name }}.',
    ],
  ]
  for (const [name, text] of canned) await take(who, 'POST', '/api/canned-replies', { name, text })
  const guest = { email: 'dian@tim.example', role: 'agent' }
  const invitation = `/undangan/${(await take(who, 'POST', '/api/invitations', guest)).id}`
  const press = (name: string) => async (page: Page) => {
    await page.locator('.react-flow__node-step', { hasText: name }).click()
    await page.waitForTimeout(1200)
  }
  const owners = async (page: Page) => {
    await page.keyboard.press('a')
    await page.waitForTimeout(600)
  }
  const low = (heading: RegExp) => (page: Page) =>
    page.getByRole('heading', { name: heading }).scrollIntoViewIfNeeded()
  return [
    { name: 'crew-members', path: '/settings?tab=members', who, act: low(/^Tim$|^Teams$/) },
    { name: 'crew-replies', path: '/settings?tab=replies', who },
    {
      name: 'crew-reply',
      path: '/settings?tab=replies',
      who,
      act: async (page) => {
        await page
          .getByRole('button', { name: /ongkir/ })
          .first()
          .click()
        await page.waitForTimeout(900)
      },
    },
    {
      name: 'crew-canned',
      path: `/inbox/${waits.id}?filter=pending`,
      who,
      act: async (page) => {
        await page.getByRole('button', { name: /\(\/\)/ }).click()
        await page.getByRole('option').first().waitFor()
      },
    },
    { name: 'crew-invited', path: invitation, who: null },
    { name: 'crew-joining', path: `/daftar?next=${invitation}`, who: null },
    {
      name: 'crew-devices',
      path: '/settings',
      who,
      act: low(/Perangkat yang masuk|Devices signed in/),
    },
    { name: 'crew-leave', path: '/settings?tab=workspace', who, act: low(/Keluar dari|Leave the/) },
    { name: 'crew-hours', path: '/settings?tab=workspace', who, act: low(/Hari libur|Holidays/) },
    { name: 'crew-segments', path: '/segments', who },
    {
      name: 'crew-segment',
      path: '/segments',
      who,
      act: async (page) => {
        await page.getByRole('button', { name: /Ubah segmen|Change the segment/ }).click()
        await page.waitForTimeout(1200)
      },
    },
    { name: 'crew-inbox', path: `/inbox/${chat.id}?view=team`, who },
    { name: 'crew-pending', path: `/inbox/${waits.id}?filter=pending`, who },
    {
      name: 'crew-profile',
      path: '/settings?tab=profile',
      who,
      act: async (page) => {
        await page.getByRole('button', { name: /Hubungkan nomor saya|Connect my number/ }).click()
        await page.waitForTimeout(600)
      },
    },
    {
      name: 'crew-remove',
      path: '/settings?tab=members',
      who,
      act: async (page) => {
        await page
          .getByRole('button', { name: /Hapus tim Penjualan|Delete the team Penjualan|Penjualan/ })
          .last()
          .click()
        await page.waitForTimeout(600)
      },
    },
    { name: 'crew-owner', path: `/inbox/${chat.id}?view=team`, who, act: owners, only: DESK },
    { name: 'crew-condition', path: `/flows/${flow}`, who, act: press('Bisa dibalas'), only: DESK },
    { name: 'crew-action', path: `/flows/${flow}`, who, act: press('Ke penjualan'), only: DESK },
    {
      name: 'crew-user',
      path: '/home',
      who,
      only: DESK,
      act: async (page) => {
        await page.getByRole('button', { name: /Rina Hartono/ }).click()
        await page.waitForTimeout(600)
      },
    },
  ]
}

async function colleague(rig: Rig, owner: Visitor, name: string, email: string): Promise<void> {
  const visitor = rig.visitor()
  await take(visitor, 'POST', '/api/sign-up', { name, email, password: PASSWORD, business: name })
  const { id } = await take(owner, 'POST', '/api/invitations', { email, role: 'agent' })
  await take(visitor, 'POST', `/api/invitations/${id}/accept`, {})
}
