import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { parseJson } from '#core/base/json.ts'
import { decodeWebhook } from '#core/whatsapp/decode.ts'
import { type Loose, signed, until } from './rig.ts'
import { openStage, type Shop, type Stage, take } from './stage.ts'

/**
 * Every recorded webhook through the real door against the database: kept byte for byte, applied, and what nobody applies is
 * seen by the owner. The recordings speak of an account, a number, a customer and messages; each time these become ones that are there.
 */
const FOLDER = new URL('data/webhooks/', import.meta.url)
const recorded = readdirSync(FOLDER).filter((file) => /^\d.*\.json$/.test(file))
const WABA = '200100300400500'
const NUMBER = '300200100400600'
const CUSTOMER = '6281234567890'
const BSUID = 'ID.40817263544556677889'

/** Lines of the thread, the state of our message, what the account is then, or what was set aside. */
const OUTCOMES: Readonly<Record<string, readonly string[]>> = {
  '001-text.json': ['text'],
  '002-text-quoting-business-message.json': ['text'],
  '003-text-forwarded.json': ['text'],
  '005-text-referral-ctwa-image.json': ['text'],
  '006-text-referral-ctwa-video-status-placement.json': ['text'],
  '007-text-referral-post.json': ['text'],
  '009-text-identity-hash.json': ['text'],
  '010-text-emoji-nonascii.json': ['text'],
  '011-image-with-caption.json': ['media image'],
  '013-video.json': ['media video'],
  '014-audio-file.json': ['media audio'],
  '015-audio-voice-note.json': ['media audio'],
  '017-sticker-static.json': ['media sticker'],
  '018-sticker-animated.json': ['media sticker'],
  '019-location-place.json': ['location'],
  '021-contacts.json': ['contacts'],
  '022-contacts-answer-to-request-contact-info.json': ['contacts'],
  '023-reaction.json': ['reaction 👍'],
  '025-button-template-quick-reply.json': ['tap'],
  '026-button-did-not-request-code.json': ['tap'],
  '027-interactive-button-reply.json': ['tap'],
  '029-interactive-nfm-reply-flow.json': ['form'],
  '030-interactive-nfm-reply-address.json': ['form'],
  '031-interactive-call-permission-reply.json': ['unsupported'],
  '033-system-user-changed-number.json': ['system.user_changed_number'],
  '034-system-user-changed-number-bsuid.json': ['system.user_changed_user_id'],
  '035-system-identity-changed-legacy.json': ['system.customer_identity_changed'],
  '037-unsupported-media-too-big.json': ['unsupported'],
  '038-request-welcome.json': ['welcome'],
  '039-value-errors.json': ['aside meta-error'],
  '041-text-bsuid-with-phone.json': ['text'],
  '042-text-in-group.json': ['aside group'],
  '043-edit.json': ['unsupported'],
  '045-status-sent-pmp-v23.json': ['sent'],
  '046-status-sent-pmp-v24.json': ['sent'],
  '047-status-delivered-utility-billable.json': ['delivered'],
  '049-status-delivered-service-billable.json': ['delivered'],
  '050-status-delivered-free-entry-point.json': ['delivered'],
  '051-status-delivered-auth-international.json': ['delivered'],
  '053-status-read-implies-delivered.json': ['read'],
  '054-status-played.json': ['played'],
  '055-status-failed-131049.json': ['failed 131049'],
  '057-status-failed-131026.json': ['failed 131026'],
  '058-status-failed-131053-media.json': ['failed 131053'],
  '059-status-failed-131042-payment.json': ['failed 131042'],
  '061-status-failed-130472-experiment.json': ['failed 130472'],
  '062-status-failed-131050-optout.json': ['failed 131050'],
  '063-status-sent-cbp-business-initiated.json': ['sent'],
  '065-status-sent-cbp-free-entry.json': ['sent'],
  '066-status-sent-cbp-category.json': ['sent'],
  '067-status-with-opaque-data.json': ['sent'],
  '069-status-bsuid-only.json': ['delivered'],
  '070-status-group.json': ['waits for its message'],
  '071-status-warning-legacy.json': ['accepted', 'aside unknown-status'],
  '073-batch-mixed.json': ['text', 'text', 'delivered', 'aside foreign-account'],
  '074-template-status-approved.json': ['applied message_template_status_update'],
  '075-template-status-rejected.json': ['applied message_template_status_update'],
  '077-template-status-disabled.json': ['applied message_template_status_update'],
  '078-template-quality.json': ['applied message_template_quality_update'],
  '079-template-category-impending.json': ['applied template_category_update'],
  '081-template-components.json': ['applied message_template_components_update'],
  '082-phone-name-approved.json': ['applied phone_number_name_update'],
  '083-phone-name-rejected.json': ['applied phone_number_name_update'],
  '085-phone-quality-tier-legacy.json': ['applied phone_number_quality_update'],
  '086-business-capability.json': ['applied business_capability_update'],
  '087-account-review.json': ['review APPROVED'],
  '089-account-update-violation.json': ['violation SPAM'],
  '090-account-update-restriction.json': ['RESTRICTED_BIZ_INITIATED_MESSAGING'],
  '091-account-update-disabled.json': ['disabled'],
  '093-account-update-partner-added.json': ['aside unheard account_update'],
  '094-account-update-partner-removed.json': ['aside unheard account_update'],
  '095-account-update-volume-tier.json': ['aside unheard account_update'],
  '097-user-preferences-stop.json': ['system.marketing_stopped'],
  '098-user-preferences-resume.json': ['system.marketing_resumed'],
  '099-flows-status.json': ['aside unheard flows'],
  '101-history-declined.json': ['aside unheard history'],
  '102-smb-message-echo.json': ['aside unheard smb_message_echoes'],
  '103-smb-app-state-sync.json': ['aside unheard smb_app_state_sync'],
  '105-payment-configuration.json': ['aside unheard payment_configuration_update'],
  '106-text-legacy-no-user-id.json': ['text'],
  '107-status-delivered-legacy-no-contacts.json': ['delivered'],
  '109-status-failed-sent-to-bsuid.json': ['failed 131062'],
  '110-text-undocumented-extras.json': ['text'],
  '111-status-undocumented-extras.json': ['sent'],
  '113-unknown-field.json': ['aside unheard brand_new_field'],
  '114-user-preferences-signup.json': ['system.marketing_resumed'],
  '115-smb-message-echo-revoke.json': ['aside unheard smb_message_echoes'],
}

let stage: Stage
let shop: Shop
before(async () => {
  stage = await openStage()
  shop = await stage.shop('Toko Uji')
})
after(() => stage[Symbol.asyncDispose]())

test('every recorded webhook has its outcome', () => {
  assert.deepEqual(Object.keys(OUTCOMES).sort(), recorded.sort())
})

for (const [at, file] of recorded.entries()) {
  test(`${file} is kept and takes effect`, async () => {
    const one = await retold(file, at)
    const headers = signed(one.body, shop.appSecret)
    const response = await fetch(`${stage.rig.url}${shop.hookPath}`, {
      method: 'POST',
      headers,
      body: one.body,
    })
    assert.equal(response.status, 200)
    await settle()
    const [event] = await stage.rows(
      'select id, body from webhook_event where workspace_id = $1 order by id desc limit 1',
      [shop.workspaceId],
    )
    assert.deepEqual(event.body, Buffer.from(one.body))
    const outcome = [...(await heard(one)), ...(await reported(one)), ...(await setAside(event.id))]
    const said = outcome.length > 0 ? outcome : await news(one.body)
    assert.deepEqual(said, OUTCOMES[file])
  })
}

type One = {
  readonly body: string
  readonly customer: string
  readonly bsuid: string
  readonly sent: string | null
}

/** The recording with our account and number, a customer of its own and, for a report, a message that we have sent. */
async function retold(file: string, at: number): Promise<One> {
  const raw = readFileSync(new URL(file, FOLDER), 'utf8')
  const customer = `6281234${String(500_000 + at)}`
  const bsuid = `ID.4081726354455667${String(5000 + at)}`
  const told = raw
    .replaceAll(WABA, shop.wabaId)
    .replaceAll(NUMBER, shop.graphId)
    .replaceAll(CUSTOMER, customer)
    .replaceAll(BSUID, bsuid)
    .replaceAll('wamid.', `wamid.${at}.`)
  const spoken = ourMessageIn(raw)
  const sent = spoken === undefined ? null : await say(customer)
  const body = sent ? told.replaceAll(String(spoken).replace('wamid.', `wamid.${at}.`), sent) : told
  return { body, customer, bsuid, sent }
}

/** The message of ours that a report or a reaction speaks of; a group's is none. */
function ourMessageIn(raw: string): string | undefined {
  const values: Loose[] = JSON.parse(raw).entry.flatMap(({ changes }: Loose) =>
    changes.map(({ value }: Loose) => value),
  )
  const status = values.flatMap(({ statuses = [] }) => statuses)[0]
  const reaction = values.flatMap(({ messages = [] }) => messages).find(({ type }) => type === 'reaction')
  return status?.recipient_type === 'group' ? undefined : (status?.id ?? reaction?.reaction.message_id)
}

async function say(customer: string): Promise<string> {
  await shop.hear(customer, 'ada?')
  const chat = await shop.chatOf(customer)
  const { id } = await take(shop.owner, 'POST', `/api/chats/${chat.id}/messages`, {
    draft: { kind: 'text', text: 'ada, kak' },
  })
  return await until('the message has an id of Meta', async () => {
    const [row] = await stage.rows('select wamid from message where id = $1', [id])
    return row.wamid
  })
}

async function settle(): Promise<void> {
  await until('nothing is left to do', async () => {
    const [row] = await stage.rows(
      `select (select count(*) from inbox)::int + (select count(*) from status_inbox)::int
            + (select count(*) from account_inbox)::int as left`,
    )
    return row.left === 0
  })
}

/** What stands in the customer's thread because of it, as the API shows it. */
async function heard({ body, customer, bsuid }: One): Promise<string[]> {
  const ids = decodeWebhook(parseJson(body), Date.now()).flatMap((update) =>
    update.kind === 'message' ? [update.heard.wamid] : [],
  )
  if (ids.length === 0) return []
  const [contact] = await stage.rows(
    `select contact_id from contact_identity where workspace_id = $1 and identity in ($2, $3)`,
    [shop.workspaceId, `wa:${customer}`, `bs:${bsuid}`],
  )
  assert.ok(contact, 'the customer is known')
  const rows = await stage.rows('select id from chat where workspace_id = $1 and contact_id = $2', [
    shop.workspaceId,
    contact.contact_id,
  ])
  const { items } = await take(shop.owner, 'GET', `/api/chats/${rows[0].id}/messages?limit=100`)
  const lines = items
    .filter(({ wamid, content }: Loose) => content && ids.includes(wamid))
    .map(({ content }: Loose) => `${content.kind}${content.media ? ` ${content.media}` : ''}`)
  const reacted = items.flatMap(({ reactions }: Loose) =>
    reactions.map(({ emoji }: Loose) => `reaction ${emoji}`),
  )
  const told = items.flatMap(({ kind, text }: Loose) =>
    kind === 'event' && text.startsWith('system.') ? [text] : [],
  )
  return [...lines.toReversed(), ...told, ...reacted]
}

/** How the message stands that the report speaks of; a report of a message that is not ours waits. */
async function reported({ body, sent }: One): Promise<string[]> {
  const reports = decodeWebhook(parseJson(body), Date.now()).flatMap((update) =>
    update.kind === 'status' ? [update.status.wamid] : [],
  )
  if (!sent || !body.includes('"statuses"')) {
    const waits = await stage.rows('select wamid from parked_status where wamid = any($1)', [reports])
    return waits.map(() => 'waits for its message')
  }
  const [row] = await stage.rows('select state, fault from message where wamid = $1', [sent])
  return [[row.state, row.fault?.code].filter(Boolean).join(' ')]
}

/** What the owner sees of it among what was set aside. */
async function setAside(eventId: string): Promise<string[]> {
  const { items } = await take(shop.owner, 'GET', '/api/quarantine')
  const found = items.find(({ id }: Loose) => id === eventId)
  return (found?.parts ?? []).map(
    ({ code, where }: Loose) => `aside ${code}${code === 'unheard' ? ` ${where}` : ''}`,
  )
}

/** News that something of ours applies; what nothing applies would have been set aside. Of the account, what it is then. */
async function news(body: string): Promise<string[]> {
  const fields = decodeWebhook(parseJson(body), Date.now()).flatMap((update) =>
    update.kind === 'account' ? [update.field] : [],
  )
  if (!fields.some((field) => field === 'account_update' || field === 'account_review_update'))
    return fields.map((field) => `applied ${field}`)
  const account = await until('the account is another', async () => {
    const [row] = await stage.rows(
      'select account from channel where workspace_id = $1 and connected and account is not null',
      [shop.workspaceId],
    )
    return row?.account
  })
  // what follows must not find a disabled account
  await stage.rows('update channel set account = null where workspace_id = $1', [shop.workspaceId])
  const { disabled, violation, review, restrictions } = account
  return [
    ...(disabled ? ['disabled'] : []),
    ...(violation ? [`violation ${violation}`] : []),
    ...(review ? [`review ${review}`] : []),
    ...restrictions.map(({ type }: Loose) => type),
  ]
}
