import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseJson } from '#core/base/json.ts'
import { DAY } from '#core/base/time.ts'
import { decodeWebhook } from '#core/whatsapp/decode.ts'
import type { Update } from '#core/whatsapp/heard.ts'
import { bodyOf, freshVars, loadSuite, type Send } from '../../test/hostile.ts'
import { cpuMs } from '../../test/time.ts'

type Step = { readonly send?: Send }

const VARS = {
  WEBHOOK_PATH: '/webhook',
  APP_SECRET: 'secret',
  VERIFY_TOKEN: 'verify',
  WABA_ID: '200100300400500',
  PHONE_NUMBER_ID: '300200100400600',
  DISPLAY_PHONE: '6281100000001',
  OTHER_PHONE_NUMBER_ID: '300200100400999',
  CONTACT: '6281234567890',
  CONTACT0: '6281234567890',
  CONTACT1: '6281234567891',
  MEDIA_ID: '1013859600285441',
  SENT_WAMID: 'wamid.sent',
  INFLIGHT_WAMID: 'wamid.inflight',
  INFLIGHT_KEY: 'v1.key',
  OTHER_KEY: 'v1.other',
  OTHER_WAMID: 'wamid.other',
}

const suite = loadSuite('webhooks')

function updatesOf(send: Send, now: number): Update[] {
  const bytes = bodyOf(send, freshVars(VARS))
  // JSON is read from text as a server reads it: invalid UTF-8 becomes U+FFFD.
  return decodeWebhook(bytes ? parseJson(bytes.toString('utf8')) : undefined, now)
}

for (const { id, title, expect, ...rest } of suite.cases) {
  const steps: Step[] = 'sequence' in rest ? (rest.sequence as Step[]) : [{ send: rest.send as Send }]
  const sends = steps
    .flatMap((step) => (step.send ? [step.send] : []))
    .filter((send) => (send.method ?? 'POST') === 'POST')
  // What the door refuses by signature, size or method never reaches the decoder.
  if (sends.length === 0 || !expect.status?.includes(200)) continue
  test(`${id}: ${title}`, () => {
    const now = Math.floor(Date.now() / 1000) * 1000
    for (const send of sends) {
      const from = cpuMs()
      const updates = updatesOf(send, now)
      assert.ok(cpuMs() - from < 1_000, 'decoded within a second')
      JSON.stringify(updates)
      assert.equal(({} as { polluted?: string }).polluted, undefined)
      for (const word of expect.after ?? []) hold(word, updates, now)
    }
  })
}

function hold(word: string, updates: readonly Update[], now: number): void {
  const kinds = new Set(updates.map((update) => update.kind))
  const messages = updates.filter((update) => update.kind === 'message')
  if (word === 'quarantined') assert.deepEqual([...kinds], ['nonsense'])
  if (word === 'stored' || word === 'good-sibling-processed') assert.equal(messages.length, 1)
  if (word === 'stored-as-unsupported')
    assert.deepEqual(
      messages.map((m) => m.heard.content.kind),
      ['unsupported'],
    )
  if (word === 'no-loop') assert.equal(messages.length, 0)
  if (word === 'count:1000') assert.equal(messages.length, 1_000)
  if (word === 'quarantined-or-alert') assert.deepEqual([...kinds], ['nonsense'])
  const [name, seconds] = word.split(':')
  if (name === 'window-not-extended-beyond') {
    for (const { heard } of messages) assert.ok(heard.at + DAY <= now + Number(seconds) * 1000)
  }
}

test('hostile strings stay as they are, but for what a database cannot hold', () => {
  for (const { id, value } of loadSuite('strings').cases) {
    const send = {
      body: {
        object: 'whatsapp_business_account',
        entry: [
          {
            id: '1',
            changes: [
              {
                field: 'messages',
                value: {
                  metadata: { phone_number_id: '2' },
                  contacts: [{ wa_id: '6281234567890', profile: { name: value } }],
                  messages: [{ from: '6281234567890', id: 'w', type: 'text', text: { body: value } }],
                },
              },
            ],
          },
        ],
      },
    }
    const [update] = updatesOf(send, Date.now())
    assert.ok(update?.kind === 'message' && update.heard.content.kind === 'text', id)
    const { text } = update.heard.content
    assert.ok(text.isWellFormed() && !text.includes('\u0000'), id)
    if (typeof value === 'string' && value.isWellFormed())
      assert.equal(text, value.replaceAll('\u0000', ''), id)
  }
})
