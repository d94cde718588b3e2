import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openRig } from '#simulator/rig.ts'
import { objectOf, objectsOf } from '#simulator/wire.ts'

test('a template is edited into another format, keeps its time to live, and shows its sample by an address that is no sample', async (t) => {
  const rig = await openRig()
  t.after(() => rig.close())
  const at = `${rig.world.wabaId}/message_templates`
  const picture = (handle: string) => ({
    type: 'HEADER',
    format: 'IMAGE',
    example: { header_handle: [handle] },
  })
  const base = { name: 'bergambar', language: 'id', category: 'MARKETING', message_send_ttl_seconds: 43_200 }
  const text = { type: 'BODY', text: 'Halo {{1}}, ada kopi baru.', example: { body_text: [['Dewi']] } }
  const made = await rig.graph('POST', at, { ...base, components: [picture('4::aW1hZ2U='), text] })
  assert.equal(made.status, 200, JSON.stringify(made.body))
  await rig.control('PATCH', `/templates/${made.body.id}`, { status: 'REJECTED' })
  const read = async () =>
    (await rig.graph('GET', `${made.body.id}?fields=components,message_send_ttl_seconds,parameter_format`))
      .body
  const shown = await read()
  assert.equal(shown.message_send_ttl_seconds, 43_200)
  const [header] = objectsOf(shown.components)
  const [address] = objectOf(header?.example).header_handle as string[]
  assert.match(address ?? '', /^https?:/)
  const again = await rig.graph('POST', `${made.body.id}`, { components: [picture(address ?? ''), text] })
  assert.deepEqual([again.status, objectOf(again.body.error).error_subcode], [400, 2388047])
  const named = {
    type: 'BODY',
    text: 'Halo {{nama}}, ada kopi baru.',
    example: { body_text_named_params: [{ param_name: 'nama', example: 'Dewi' }] },
  }
  const edit = { parameter_format: 'NAMED', components: [picture('4::aW1hZ2U='), named] }
  assert.deepEqual((await rig.graph('POST', `${made.body.id}`, edit)).body, { success: true })
  assert.equal((await read()).parameter_format, 'NAMED')
})

test('with a reason for it the review rejects after its delay, and an edit is reviewed anew', async (t) => {
  const rig = await openRig()
  t.after(() => rig.close())
  await rig.control('PATCH', '', { reviewAfter: 3_600_000, reviewReason: 'PROMOTIONAL' })
  const components = [{ type: 'BODY', text: 'Kopi baru sudah ada di toko.' }]
  const made = await rig.graph('POST', `${rig.world.wabaId}/message_templates`, {
    ...{ name: 'kopi_baru', language: 'id', category: 'UTILITY' },
    components,
  })
  const read = async () => (await rig.graph('GET', `${made.body.id}?fields=status,rejected_reason`)).body
  assert.equal((await read()).status, 'PENDING')
  await rig.control('POST', '/clock', { advance: 3_600_000 })
  const { status, rejected_reason: reason } = await read()
  assert.deepEqual([status, reason], ['REJECTED', 'PROMOTIONAL'])
  await rig.receiver.until(
    (post) => post.raw.includes('"event":"REJECTED"') && post.raw.includes('PROMOTIONAL'),
  )
  await rig.control('PATCH', '', { reviewReason: 'NONE' })
  await rig.graph('POST', `${made.body.id}`, { components })
  await rig.control('POST', '/clock', { advance: 3_600_000 })
  const after = await read()
  assert.deepEqual([after.status, after.rejected_reason], ['APPROVED', 'NONE'])
})
