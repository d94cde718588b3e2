import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { decodeWebhook } from '#core/whatsapp/decode.ts'
import type { Update } from '#core/whatsapp/heard.ts'
import { summaryOf } from '#core/whatsapp/summary.ts'

const FOLDER = new URL('../../test/data/webhooks/', import.meta.url)
const NOW = Date.UTC(2026, 10, 24)

/** A line for each update: what kind it is and what it says. */
function told(update: Update): string {
  if (update.kind === 'nonsense') return `nonsense: ${update.reason}`
  if (update.kind === 'account') return update.field
  if (update.kind === 'status')
    return [update.status.status, update.status.fault?.code].filter(Boolean).join(' ')
  const { kind, text } = summaryOf(update.heard.content)
  return text ? `${kind}: ${text}` : kind
}

/** Samples whose meaning a reader of webhooks gets wrong easily; every other one must simply be understood. */
const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  '015-audio-voice-note.json': ['voice'],
  '022-contacts-answer-to-request-contact-info.json': ['contacts: Sari Wulandari'],
  '026-button-did-not-request-code.json': ["tap: I didn't request a code"],
  '030-interactive-nfm-reply-address.json': ['form: Sari 018956 Marina Bay'],
  '031-interactive-call-permission-reply.json': ['unsupported'],
  '034-system-user-changed-number-bsuid.json': [
    'system: User Sari changed from ID.40817263544556677889 to ID.55017263544556677000',
  ],
  '037-unsupported-media-too-big.json': ['unsupported: Media download error'],
  '038-request-welcome.json': ['welcome'],
  '039-value-errors.json': ['nonsense: error 130429: Rate limit hit'],
  '042-text-in-group.json': ['nonsense: message of a group'],
  '043-edit.json': ['unsupported'],
  '054-status-played.json': ['played'],
  '057-status-failed-131026.json': ['failed 131026'],
  '071-status-warning-legacy.json': ['nonsense: status is not one that is known: warning'],
  '073-batch-mixed.json': ['text: Satu', 'delivered', 'text: Dua', 'image', 'message_template_status_update'],
  '097-user-preferences-stop.json': ['system: User requested to stop marketing messages'],
  '098-user-preferences-resume.json': ['system: User requested to resume marketing messages'],
  '114-user-preferences-signup.json': ['system: User signed up via signup link'],
  '102-smb-message-echo.json': ['smb_message_echoes'],
  '107-status-delivered-legacy-no-contacts.json': ['delivered'],
  '113-unknown-field.json': ['brand_new_field'],
}

for (const name of readdirSync(FOLDER).filter((file) => /^\d.*\.json$/.test(file))) {
  test(`${name} is understood`, () => {
    const updates = decodeWebhook(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')), NOW)
    const expected = SAMPLES[name]
    if (expected) assert.deepEqual(updates.map(told), expected)
    else
      assert.ok(
        updates.length > 0 && updates.every(({ kind }) => kind !== 'nonsense'),
        JSON.stringify(updates),
      )
  })
}

test('every sample with a meaning of its own is there', () => {
  const files = new Set(readdirSync(FOLDER))
  for (const name of Object.keys(SAMPLES)) assert.ok(files.has(name), name)
})
