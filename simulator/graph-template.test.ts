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
