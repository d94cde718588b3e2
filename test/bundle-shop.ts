import assert from 'node:assert/strict'
import { PNG } from './media.ts'
import type { Loose, Visitor } from './rig.ts'
import { PASSWORD, take } from './stage.ts'
import { flowFile } from './team.ts'

/** What must never stand in a file of a bot. */
export const LITERAL = ['sk-hidup-77aa', 'url-rahasia-88bb', 'badan-rahasia-99cc', 'Bambang', '6289911112222']

let made = 0

/** A workspace with nothing in it, its owner signed in. */
export async function emptyShop(owner: Visitor, business: string): Promise<Visitor> {
  const email = `pemilik${++made}@berkas.example`
  await take(owner, 'POST', '/api/sign-up', {
    name: 'Pemilik',
    email,
    password: PASSWORD,
    business,
    start: 'empty',
  })
  return owner
}

/** A bot in which everything that a file must carry is used; gives its id and the ids of its flows by name. */
export async function shopBot(
  owner: Visitor,
): Promise<{ bot: string; flows: Record<string, string>; sequence: string }> {
  await take(owner, 'POST', '/api/fields', {
    key: 'jumlah',
    label: 'Jumlah',
    type: 'number',
    folder: 'Pesanan',
  })
  await take(owner, 'POST', '/api/fields', {
    ...{
      key: 'antrean',
      label: 'Antrean',
      type: 'number',
      scope: 'bot',
      default: '100',
      description: 'Nomor urut',
    },
  })
  await take(owner, 'POST', '/api/fields', { key: 'kota_lama', label: 'Kota', type: 'text' })
  await take(owner, 'POST', '/api/fields', { key: 'tak_dipakai', label: 'Tak dipakai', type: 'date' })
  await take(owner, 'PUT', '/api/secrets/kunci_toko', { value: LITERAL[0] })
  await take(owner, 'POST', '/api/fields', { key: 'poin', label: 'Poin', type: 'number' })
  const segment = await take(owner, 'POST', '/api/segments', SEGMENT)
  const picture = await uploaded(owner, 'Toko depan.png')
  const { id: bot } = await take(owner, 'POST', '/api/bots', { name: 'Bot Kopi & Teh' })
  const flows: Record<string, string> = {}
  const add = async (file: Loose) => {
    const { flow } = await take(owner, 'POST', '/api/flows/import', { file, botId: bot })
    flows[file.name] = flow.id
    return flow.id
  }
  await add(flowFile('Tutup', {}, { say: { kind: 'message', text: 'Sampai jumpa, {{ kota_lama }}.' } }))
  const { id: sequence } = await take(owner, 'POST', '/api/sequences', { name: 'Tips kopi', botId: bot })
  const order = await add(
    flowFile(
      'Pesan',
      { keywords: ['pesan'], tags: ['langganan'] },
      orderNodes(flows.Tutup, { sequence, segment: segment.id }),
    ),
  )
  await add({
    ...flowFile(
      'Sapa',
      { keywords: ['halo'], welcome: true },
      greetNodes(order, { bye: flows.Tutup, picture }),
    ),
    tests: [TEST],
  })
  await take(owner, 'PUT', `/api/sequences/${sequence}`, {
    ...{ name: 'Tips kopi', enabled: false, endsOnReply: true },
    window: { days: [1, 2, 3], from: '08:00', to: '20:00' },
    steps: [
      { id: 's1', delay: null, flow: flows.Sapa },
      { id: 's2', delay: { amount: 2, unit: 'hour' }, flow: flows.Tutup },
    ],
  })
  await take(owner, 'POST', `/api/flows/${order}/hook`, {})
  await take(owner, 'PUT', `/api/flows/${order}/hook`, {
    mapping: { phone: 'customer.phone', name: '', fields: [{ field: 'kota_lama', path: 'customer.city' }] },
  })
  await take(owner, 'PUT', `/api/flows/${flows.Sapa}/tests/required`, { required: true })
  await take(owner, 'POST', '/api/fields/kota_lama/rename', { key: 'kota' })
  return { bot, flows, sequence }
}

const TEST = {
  name: 'Sapaan',
  customer: {
    name: 'Bambang Wijaya',
    phone: '6289911112222',
    fields: { jumlah: '2', tak_dipakai: '2026-01-01' },
  },
  steps: [{ says: 'halo', expect: { messages: [{ text: 'Halo Bambang, mau pesan?', buttons: ['Pesan'] }] } }],
}

/** A group of people whose field and tag no step names. */
const SEGMENT = {
  name: 'Pelanggan setia',
  rule: {
    match: 'all',
    rules: [
      { fact: 'field', field: 'poin', is: 'more', value: '100' },
      { fact: 'tag', tag: 'setia', is: 'has' },
    ],
  },
}

/** A picture of that name in the files of a workspace. */
export async function uploaded(owner: Visitor, name: string): Promise<string> {
  const form = new FormData()
  form.set('file', new File([PNG], name, { type: 'image/png' }))
  const { status, body } = await owner.call('POST', '/api/files', form)
  assert.equal(status, 200, JSON.stringify(body))
  return body.id
}

function greetNodes(
  order: string | undefined,
  { bye, picture }: { readonly bye: string | undefined; readonly picture: string },
): Record<string, Loose> {
  return {
    greet: {
      kind: 'message',
      name: 'Sapaan',
      text: 'Halo {{ first_name }}, mau pesan?',
      buttons: [{ id: 'order', title: 'Pesan' }],
      next: { 'button:order': 'call' },
    },
    call: { kind: 'subflow', flow: order, next: { next: 'bye', failed: 'bye' } },
    bye: { kind: 'goto', flow: bye },
    front: { kind: 'message', text: 'Ini tokonya', media: { media: 'image', source: { file: picture } } },
    photo: { kind: 'message', text: 'Ini menunya', media: { media: 'image', source: { file: 'f1' } } },
  }
}

function orderNodes(
  bye: string | undefined,
  { sequence, segment }: { readonly sequence: string; readonly segment: string },
): Record<string, Loose> {
  return {
    many: {
      kind: 'question',
      text: 'Berapa?',
      answer: 'number',
      field: 'jumlah',
      next: { answered: 'when' },
    },
    when: {
      kind: 'condition',
      when: {
        match: 'all',
        groups: [
          {
            match: 'any',
            rules: [
              { fact: 'tag', tag: 'langganan', is: 'has' },
              { fact: 'formula', formula: 'jumlah * 15000 > antrean' },
              { fact: 'segment', is: 'in', ref: segment, name: 'Pelanggan setia' },
            ],
          },
        ],
      },
      next: { yes: 'mark', no: 'mark' },
    },
    mark: {
      kind: 'action',
      actions: [
        { do: 'addTag', tag: 'pembeli' },
        { do: 'sequence', sequence, is: 'in' },
        { do: 'addNumber', field: 'antrean', way: 'plus', by: '1' },
      ],
      next: { next: 'ask' },
    },
    ask: {
      kind: 'http',
      method: 'POST',
      url: 'https://toko.example/stok?token=url-rahasia-88bb&kota={{ kota_lama }}',
      headers: [
        { name: 'Authorization', value: 'Bearer ', secret: 'kunci_toko' },
        { name: 'X-Api-Key', value: 'sk-hidup-77aa' },
        { name: 'Accept', value: 'application/json' },
      ],
      body: '{"password":"badan-rahasia-99cc","kode":"{{ jumlah }}"}',
      next: { success: 'news', failed: 'news', timeout: 'news' },
    },
    news: {
      kind: 'template',
      template: {
        name: 'kabar_pesanan',
        language: 'id',
        category: 'UTILITY',
        body: { text: 'Pesanan {{1}} siap.' },
      },
      body: [{ name: '1', text: '{{ jumlah }}', fallback: '1' }],
      next: { next: 'end', failed: 'end' },
    },
    end: { kind: 'goto', flow: bye },
  }
}
