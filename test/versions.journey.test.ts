import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Loose, openRig, phoneOf } from './rig.ts'
import { flowFile, publishFlow, saidTo } from './team.ts'

const FIRST = flowFile(
  'Ukuran',
  { keywords: ['ukuran'] },
  {
    ask: {
      kind: 'question',
      text: 'Ukuran berapa?',
      answer: 'text',
      field: 'ukuran',
      timeout: { amount: 1, unit: 'hour' },
      next: { answered: 'thanks' },
    },
    thanks: { kind: 'message', text: 'Versi satu: {{ ukuran }}' },
  },
)

test('a run that waits ends on its own version, whoever comes later meets the new one', async (t) => {
  await using rig = await openRig()
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const flowId = await publishFlow(owner, FIRST)
  const early = await phoneOf(rig, owner, 0)
  const late = await phoneOf(rig, owner, 1)
  const draft = async (): Promise<Loose> => (await owner.call('GET', `/api/flows/${flowId}`)).body
  const save = (definition: Loose, revision: number, layout: Loose) =>
    owner.call('PUT', `/api/flows/${flowId}/draft`, { definition, layout, revision })

  await early.text('ukuran')
  await early.hears('Ukuran berapa?')

  await t.test('a draft that is saved but not published changes nothing for customers', async () => {
    const { definition, layout, revision } = await draft()
    definition.nodes.ask.text = 'Ukurannya apa?'
    definition.nodes.thanks.text = 'Versi dua: {{ ukuran }}'
    const saved = await save(definition, revision, layout)
    assert.equal(saved.status, 200)
    assert.equal(saved.body.revision, revision + 1)
    assert.equal((await draft()).flow.changed, true)
    const middle = await phoneOf(rig, owner, 2)
    await middle.text('ukuran')
    await middle.hears('Ukuran berapa?')
  })

  await t.test('a save that began from an old revision is refused with 409', async () => {
    const { definition, layout, revision } = await draft()
    const stale = await save(definition, revision - 1, layout)
    assert.equal(stale.status, 409)
    assert.equal(stale.body.code, 'draft-conflict')
    assert.equal((await draft()).revision, revision)
  })

  await t.test(
    'after publishing, the waiting run ends with the old words and a new one has the new',
    async () => {
      const published = await owner.call('POST', `/api/flows/${flowId}/publish`, { note: 'kata baru' })
      assert.equal(published.status, 200)
      assert.equal(published.body.version.number, 2)
      await late.text('ukuran')
      await late.hears('Ukurannya apa?')
      await early.text('XL')
      await early.hears('Versi satu: XL')
      await late.text('S')
      await late.hears('Versi dua: S')
      assert.deepEqual(await saidTo(early), ['Ukuran berapa?', 'Versi satu: XL'])
      assert.deepEqual(await saidTo(late), ['Ukurannya apa?', 'Versi dua: S'])
    },
  )

  await t.test('the trace names the version of each', async () => {
    const { body } = await owner.call('GET', '/api/chats')
    const versions = await Promise.all(
      body.items.map(async ({ id }: Loose) => {
        const { body: turns } = await owner.call('GET', `/api/chats/${id}/trace`)
        return turns.items.map((turn: Loose) => turn.flow.version).join()
      }),
    )
    assert.deepEqual(versions.sort(), ['1', '1,1', '2,2'])
  })

  await t.test('both versions can be read, and only the newer one is live', async () => {
    const { body } = await owner.call('GET', `/api/flows/${flowId}/versions`)
    assert.deepEqual(
      body.map(({ number, live }: Loose) => [number, live]),
      [
        [2, true],
        [1, false],
      ],
    )
    const old = await owner.call('GET', `/api/flows/${flowId}/versions/${body[1].id}`)
    assert.equal(old.body.definition.nodes.thanks.text, 'Versi satu: {{ ukuran }}')
  })

  await t.test('a flow with a mistake cannot be published, and the answer names the step', async () => {
    const { definition, layout, revision } = await draft()
    definition.nodes.thanks.text = ''
    assert.equal((await save(definition, revision, layout)).status, 200)
    assert.ok((await draft()).flow.errors > 0)
    const no = await owner.call('POST', `/api/flows/${flowId}/publish`, {}, { 'accept-language': 'en' })
    assert.equal(no.status, 422)
    assert.equal(no.body.code, 'flow-invalid')
    assert.equal(no.body.details.node, 'thanks')
    assert.match(no.body.detail, /thanks/)
    const { body } = await owner.call('GET', `/api/flows/${flowId}/versions`)
    assert.equal(body.length, 2)
  })

  await t.test('a flow file comes back from the export as it went in', async () => {
    const other = rig.visitor()
    await other.call('POST', '/api/demo', {})
    const id = await publishFlow(other, FIRST)
    const { body } = await other.call('GET', `/api/flows/${id}/export`)
    const again = await other.call('POST', '/api/imports', { file: body })
    const draftOf = async (flow: string) => (await other.call('GET', `/api/flows/${flow}`)).body.definition
    assert.deepEqual(await draftOf(again.body.flows[0].id), await draftOf(id))
  })
})
