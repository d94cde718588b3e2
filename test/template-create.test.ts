import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { decodeTemplate } from '#core/whatsapp/template/decode.ts'
import { openStage, take } from './stage.ts'

const FOLDER = new URL('./data/template-create/', import.meta.url)
const FILES = readdirSync(FOLDER).filter((file) => file !== 'index.json')

test('a draft of every kind is kept, opened again, and handed to Meta exactly as Meta wants it', async () => {
  await using stage = await openStage()
  const { owner, workspaceId } = await stage.shop('Toko Lengkap')
  for (const file of FILES) {
    const body = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'))
    const { template } = decodeTemplate(body)
    const { id } = await take(owner, 'POST', '/api/templates', { template })
    const opened = await take(owner, 'GET', `/api/templates/${id}`)
    await take(owner, 'POST', `/api/templates/${id}/submit`, { revision: opened.revision })
    assert.deepEqual(stage.graph.handed.at(-1), body, file)
    // the recordings repeat each other's words, which one account may not
    await stage.rows('delete from template where workspace_id = $1', [workspaceId])
  }
  assert.equal(stage.graph.handed.length, FILES.length)
})
