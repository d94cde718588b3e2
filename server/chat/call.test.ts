import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { MINUTE } from '#core/base/time.ts'
import { createDoor, type OutboundDoor } from '#server/base/fetch.ts'
import { FileTrouble } from '#server/base/file-store.ts'
import { newId } from '#server/base/id.ts'
import { Secret } from '#server/base/log.ts'
import { type Claimed, sendOne } from '#server/chat/call.ts'
import { openPacer } from '#server/chat/pacer.ts'
import { openCallback } from '#server/whatsapp/keys.ts'
import type { Line } from '#server/whatsapp/lines.ts'
import { openGraph } from '../../test/graph.ts'

test('a number that came into use a moment ago is asked for before its message is given up', async () => {
  await using graph = await openGraph()
  await using door = createDoor({ allow: [graph.host], userAgent: 'Wetalk test' })
  const { row, parts, line } = stageOf(graph.url, door)
  const stale: Line = { ...line, numbers: new Map() }
  const errand = { workspaceId: newId(), line: stale, passed: () => 0 }
  const sent = await sendOne(parts, errand, row)
  assert.equal(sent.to, 'accepted', 'the line as it stands now knows the number')
  const gone = await sendOne({ ...parts, lines: { ...parts.lines, renewed: async () => stale } }, errand, row)
  assert.equal(gone.fault?.code, 133010, 'what it does not know either has failed')
  const away = async () => {
    throw new Error('the database is away')
  }
  const later = await sendOne({ ...parts, lines: { ...parts.lines, renewed: away } }, errand, row)
  assert.equal(later.to, 'pending', 'nothing has left: it is tried again')
})

test('a process that slept since it claimed a message does not send it: others may have it by now', async () => {
  await using graph = await openGraph()
  await using door = createDoor({ allow: [graph.host], userAgent: 'Wetalk test' })
  const { row, parts, line } = stageOf(graph.url, door)
  const errand = (passed: number) => ({ workspaceId: newId(), line, passed: () => passed })
  const late = await sendOne(parts, errand(6000), row)
  assert.deepEqual({ to: late.to, tried: late.tried }, { to: 'pending', tried: false })
  assert.deepEqual(graph.sent, [])
  const now = await sendOne(parts, errand(0), row)
  assert.equal(now.to, 'accepted')
  assert.equal(graph.sent.length, 1)
})

test('a file store that fails is waited for, ten minutes long, and then the message has failed with its reason', async () => {
  await using graph = await openGraph()
  await using door = createDoor({ allow: [graph.host], userAgent: 'Wetalk test' })
  const { row, parts, line } = stageOf(graph.url, door)
  const mediaFor = async () => {
    throw new FileTrouble('the file store does not answer: refused')
  }
  const away = { ...parts, lines: { ...parts.lines, mediaFor } }
  const errand = { workspaceId: newId(), line, passed: () => 0 }
  const first = await sendOne(away, errand, row)
  assert.deepEqual([first.to, first.tried, first.wait], ['pending', false, 2000])
  const later = await sendOne(away, errand, { ...row, paced: 50, age: 9 * MINUTE })
  assert.deepEqual([later.to, later.tried, later.wait], ['pending', false, 30_000])
  const last = await sendOne(away, errand, { ...row, attempts: 8, age: 11 * MINUTE })
  assert.equal(last.to, 'failed')
  assert.match(last.fault?.details ?? '', /the file store does not answer/)
})

/** A line over one number, and a message that is to go over it. */
function stageOf(base: string, door: OutboundDoor) {
  const numberId = newId()
  const line: Line = {
    graph: { door, provider: 'meta', base, version: 'v25.0', token: 'good' },
    clockOffset: 0,
    numbers: new Map([[numberId, { graphId: '1', rate: 80 }]]),
    silent: { all: [], broadcasts: [], templates: [] },
    channelId: newId(),
  }
  const parts = {
    pacer: openPacer(),
    callback: openCallback(new Secret(randomBytes(32))),
    lines: {
      of: async () => line,
      renewed: async () => line,
      mediaFor: async () => ({ kind: 'ready' as const, idOf: () => undefined }),
    },
  }
  const row: Claimed = {
    message_id: newId(),
    chat_id: newId(),
    phone_number_id: numberId,
    lane: 0,
    recipient: { waId: '62811' },
    draft: { kind: 'text', text: 'halo' },
    reply_to: null,
    attempts: 1,
    claimed_at: null,
    paced: 0,
    patience: 15,
    expires_at: null,
    age: 0,
  }
  return { row, parts, line }
}
