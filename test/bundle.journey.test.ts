import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { parted } from '#core/flow/bundle/parted.ts'
import { exportFile, importFile } from '../scripts/wetalk-files.ts'
import { testFiles } from '../scripts/wetalk-test.ts'
import { emptyShop, LITERAL, shopBot, uploaded } from './bundle-shop.ts'
import { PNG } from './media.ts'
import { type Loose, openRig, type Visitor } from './rig.ts'
import { PASSWORD, take } from './stage.ts'
import { flowFile } from './team.ts'

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/
const read = async (owner: Visitor, path: string): Promise<Loose> => take(owner, 'GET', path)
const countAll = async (owner: Visitor) => {
  const [flows, bots, { fields }, sequences] = await Promise.all(
    ['/api/flows', '/api/bots', '/api/fields', '/api/sequences'].map((path) => read(owner, path)),
  )
  return [flows.length, bots.length, fields.length, sequences.length]
}

test('a whole bot travels to another workspace as a file, with everything that it names', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await take(owner, 'POST', '/api/demo', {})
  const { bot, flows } = await shopBot(owner)
  const file = await read(owner, `/api/bots/${bot}/export`)
  const text = JSON.stringify(file)

  await t.test('the file names things by readable keys and holds no id, no secret and no customer', () => {
    assert.doesNotMatch(text, UUID)
    for (const secret of LITERAL) assert.ok(!text.includes(secret), secret)
    assert.deepEqual(
      file.flows.map(({ key }: Loose) => key),
      ['tutup', 'pesan', 'sapa'],
    )
    const [, order, greet] = file.flows
    assert.equal(greet.definition.nodes.call.flow, 'pesan')
    assert.equal(order.definition.nodes.mark.actions[1].sequence, 'tips-kopi')
    assert.equal(
      file.flows[0].definition.nodes.say.text,
      'Sampai jumpa, {{ kota }}.',
      'the present name of a field',
    )
    assert.deepEqual(order.hook.fields, [{ field: 'kota', path: 'customer.city' }])
    assert.deepEqual(
      file.fields.map(({ key, type, scope, default: begin }: Loose) => [key, type, scope, begin]),
      [
        ['antrean', 'number', 'bot', '100'],
        ['jumlah', 'number', 'contact', ''],
        ['kota', 'text', 'contact', ''],
        ['poin', 'number', 'contact', ''],
      ],
    )
    assert.deepEqual(file.tags, ['langganan', 'pembeli', 'setia'])
    assert.deepEqual(
      file.segments.map(({ name }: Loose) => name),
      ['Pelanggan setia'],
    )
    assert.deepEqual(greet.definition.nodes.front.media.source, { file: 'toko-depan-png' })
    assert.deepEqual(file.files, [
      { key: 'toko-depan-png', name: 'Toko depan.png', mime: 'image/png', data: PNG.toString('base64') },
    ])
    assert.deepEqual(file.templates, [{ name: 'kabar_pesanan', language: 'id' }])
    assert.deepEqual(
      file.toFill.map(({ what, flow, step = '', name = '' }: Loose) =>
        [what, flow, step, name].join(' ').trim(),
      ),
      [
        'hook pesan',
        'secret pesan ask kunci_toko',
        'header pesan ask X-Api-Key',
        'address pesan ask token',
        'body pesan ask password',
        'media sapa photo',
      ],
    )
    assert.equal(greet.tests[0].customer.name, 'Dewi')
    assert.equal(greet.tests[0].steps[0].expect.messages[0].text, 'Halo Dewi, mau pesan?')
    assert.deepEqual(greet.tests[0].customer.fields, {}, 'only fields that the flow names are told')
    assert.equal(greet.testsRequired, true)
  })

  const other = await emptyShop(rig.visitor(), 'Toko Sebelah')
  await t.test('brought into an empty workspace and taken out again it is the same text', async () => {
    const { brings, here } = await take(other, 'POST', '/api/imports/look', { file })
    assert.deepEqual([brings.flows.length, brings.secrets, here.fields], [3, ['kunci_toko'], []])
    const { file: light, carried } = parted(file)
    assert.deepEqual(
      carried.map(({ key }) => key),
      ['toko-depan-png'],
    )
    const files = [{ key: 'toko-depan-png', as: await uploaded(other, 'Toko depan.png') }]
    const done = await take(other, 'POST', '/api/imports', { file: light, choices: { files } })
    assert.equal(done.bot.name, 'Bot Kopi & Teh')
    assert.deepEqual(
      done.toFill.map(({ what }: Loose) => what),
      ['hook', 'secret', 'header', 'address', 'body', 'media'],
    )
    assert.equal(JSON.stringify(await read(other, `/api/bots/${done.bot.id}/export`)), text)
    const [segment] = await read(other, '/api/segments')
    assert.equal(segment.name, 'Pelanggan setia')
    const { nodes } = (await read(other, `/api/flows/${done.flows[1].id}`)).definition
    assert.equal(nodes.when.when.groups[0].rules[2].ref, segment.id)
    const { hook } = await read(other, `/api/flows/${done.flows[1].id}/hook`)
    assert.match(hook.url, /\/hooks\//, 'a webhook with an address of its own')
    const draft = await read(other, `/api/flows/${done.flows[2].id}`)
    assert.equal(draft.definition.nodes.call.flow, done.flows[1].id)
    assert.equal(draft.flow.version, null, 'nothing is published by it')
  })

  await t.test(
    'the command line takes a bot out, plays its tests with its other flows, and brings it in',
    async (t) => {
      const said: string[] = []
      for (const way of ['log', 'error'] as const)
        t.mock.method(console, way, (line: unknown) => said.push(String(line)))
      const folder = await mkdtemp(join(tmpdir(), 'wetalk-bundle-'))
      const path = join(folder, 'bot.json')
      const site = { url: rig.url, email: 'pemilik1@berkas.example', password: PASSWORD }
      assert.equal(await exportFile({ name: 'Bot Kopi & Teh', path, site, language: 'id' }), 0, said.join())
      assert.equal(await readFile(path, 'utf8'), `${JSON.stringify(file, null, 2)}\n`)
      assert.equal(testFiles([path], 'id'), 0, said.join())
      assert.match(said.join('\n'), /✔ Sapaan[\s\S]*1 dari 1 tes lulus/)
      assert.equal(await importFile({ path, bot: 'Dari git', site, language: 'en' }), 0, said.join())
      const again = join(folder, 'lagi.json')
      const fourth = await emptyShop(rig.visitor(), 'Toko Keempat')
      const there = { ...site, email: 'pemilik2@berkas.example' }
      assert.equal(await importFile({ path, bot: undefined, site: there, language: 'id' }), 0, said.join())
      await exportFile({ name: 'Bot Kopi & Teh', path: again, site: there, language: 'id' })
      assert.equal(
        await readFile(again, 'utf8'),
        await readFile(path, 'utf8'),
        'letter by letter, pictures too',
      )
      assert.equal((await read(fourth, '/api/segments')).length, 1)
      assert.match(
        said.join('\n'),
        /Tutup: a draft, ready to publish[\s\S]*to fill in: secret pesan ask kunci_toko/,
      )
      const stranger = { ...site, password: 'salah' }
      assert.equal(await importFile({ path, bot: undefined, site: stranger, language: 'id' }), 1)
      assert.equal(said.at(-1), '✖ Email atau kata sandi tidak cocok.')
      await rm(folder, { recursive: true })
    },
  )

  await t.test(
    'a field of the same name and another type forbids it, in both languages, and nothing is written',
    async () => {
      const third = await emptyShop(rig.visitor(), 'Toko Ketiga')
      await take(third, 'POST', '/api/fields', { key: 'jumlah', label: 'Jumlah', type: 'text' })
      const before = await countAll(third)
      const refused = await third.call('POST', '/api/imports', { file })
      assert.deepEqual([refused.status, refused.body.code], [422, 'import-unsettled'])
      assert.match(
        refused.body.detail,
        /Field “jumlah”: di berkas berjenis angka, sedangkan field jumlah di sini berjenis teks/,
      )
      const english = await third.call('POST', '/api/imports', { file }, { 'accept-language': 'en' })
      assert.match(english.body.detail, /Field “jumlah”: is of type number in the file/)
      assert.deepEqual(await countAll(third), before)
      const choices = {
        fields: [{ key: 'jumlah', as: { create: 'banyak' } }],
        tags: [{ tag: 'pembeli', as: 'customer' }],
        secrets: [{ name: 'kunci_toko', as: 'kunci_sini' }],
        files: [{ key: 'toko-depan-png', as: await uploaded(owner, 'milik orang.png') }],
      }
      const done = await take(third, 'POST', '/api/imports', { file, choices })
      const { nodes } = (await read(third, `/api/flows/${done.flows[1].id}`)).definition
      assert.deepEqual(
        done.toFill.flatMap(({ what, step }: Loose) => (what === 'media' ? [step] : [])),
        ['front', 'photo'],
        'a picture of another workspace is none',
      )
      assert.equal(nodes.many.field, 'banyak')
      assert.equal(nodes.when.when.groups[0].rules[1].formula, 'banyak * 15000 > antrean')
      assert.equal(nodes.mark.actions[0].tag, 'customer')
      assert.equal(nodes.ask.headers[0].secret, 'kunci_sini')
      assert.equal(nodes.news.body[0].text, '{{ banyak }}')
    },
  )

  await t.test(
    'a flow of the same name is kept beside it, or gets a new draft; what is published stays',
    async () => {
      const published = await take(owner, 'POST', `/api/flows/${flows.Tutup}/publish`, {})
      const changed = structuredClone(file)
      changed.flows[0].definition.nodes.say.text = 'Sampai besok.'
      const both = await take(owner, 'POST', '/api/imports', { file: changed, choices: { bot: { id: bot } } })
      assert.deepEqual(
        both.flows.map(({ name }: Loose) => name),
        ['Tutup (2)', 'Pesan (2)', 'Sapa (2)'],
      )
      const choices = { bot: { id: bot }, flows: [{ key: 'tutup', as: { replace: flows.Tutup } }] }
      const done = await take(owner, 'POST', '/api/imports', { file: changed, choices })
      assert.deepEqual([done.flows[0].id, done.flows[0].replaced], [flows.Tutup, true])
      const { flow, definition } = await read(owner, `/api/flows/${flows.Tutup}`)
      assert.equal(definition.nodes.say.text, 'Sampai besok.')
      assert.deepEqual([flow.version, flow.changed], [published.version.number, true])
      const live = await read(owner, `/api/flows/${flows.Tutup}/versions/${published.version.id}`)
      assert.equal(live.definition.nodes.say.text, 'Sampai jumpa, {{ kota }}.')
      const elsewhere = { bot: { name: 'Bot lain' }, flows: choices.flows }
      const refused = await owner.call('POST', '/api/imports', { file, choices: elsewhere })
      assert.match(refused.body.detail, /Flow “Tutup”: Tutup milik bot lain/)
    },
  )

  await t.test(
    'a copy of a flow keeps its tests and that they must pass, leads to itself, and has a name of its own',
    async () => {
      const copies = []
      for (let at = 0; at < 2; at++)
        copies.push(await take(owner, 'POST', `/api/flows/${flows.Sapa}/duplicate`, {}))
      assert.deepEqual(
        copies.map(({ flow }) => flow.name),
        ['Sapa (4)', 'Sapa (5)'],
      )
      const tests = await read(owner, `/api/flows/${copies[0].flow.id}/tests`)
      assert.deepEqual([tests.tests.length, tests.required], [1, true])
      const loop = flowFile('Putar', {}, { say: { kind: 'goto' } })
      const { flow, revision, definition, layout } = await take(owner, 'POST', '/api/flows/import', {
        file: loop,
      })
      definition.nodes.say.flow = flow.id
      await take(owner, 'PUT', `/api/flows/${flow.id}/draft`, { revision, definition, layout })
      const copy = await take(owner, 'POST', `/api/flows/${flow.id}/duplicate`, {})
      assert.equal(copy.definition.nodes.say.flow, copy.flow.id)
    },
  )

  await t.test(
    'one flow comes alone: what it leads into is found by its name, or left open for the checker',
    async () => {
      const single = await read(owner, `/api/flows/${flows.Sapa}/export`)
      assert.deepEqual(
        [single.wetalk, single.outside.flows.map(({ name }: Loose) => name)],
        ['flow', ['Pesan', 'Tutup']],
      )
      const { definition } = await take(other, 'POST', '/api/flows/import', { file: single })
      const [, order] = await read(other, '/api/flows')
      assert.equal(definition.nodes.call.flow, order.id)
      const alone = await emptyShop(rig.visitor(), 'Toko Sendiri')
      const open = await take(alone, 'POST', '/api/imports', { file: single })
      assert.ok(open.flows[0].errors >= 2, 'two steps lead nowhere')
      const whole = await alone.call('POST', '/api/flows/import', { file })
      assert.deepEqual([whole.status, whole.body.code], [422, 'bundle-wrong'])
      assert.match(whole.body.detail, /berkas bot masuk lewat \/api\/imports/)
    },
  )

  await t.test('nobody reaches a bot of another workspace, neither out nor in', async () => {
    assert.equal((await other.call('GET', `/api/bots/${bot}/export`)).status, 404)
    assert.equal((await other.call('GET', `/api/flows/${flows.Sapa}/export`)).status, 404)
    const stranger = await other.call('POST', '/api/imports', { file, choices: { bot: { id: bot } } })
    assert.deepEqual([stranger.status, stranger.body.code], [422, 'import-unsettled'])
  })
})
