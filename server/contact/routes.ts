import { isId } from '#core/base/id.ts'
import type { Language } from '#core/base/language.ts'
import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import { type Contact, contactApi } from '#core/contact/api.ts'
import { catalogueOf } from '#core/contact/field/catalogue.ts'
import { readValue } from '#core/contact/field/read.ts'
import { type Marketing, marketingAfter } from '#core/contact/marketing.ts'
import { fold } from '#core/flow/text/fold.ts'
import { windowEndsAt } from '#core/policy/window.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db, Tx } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import { on } from '#server/base/http.ts'
import { fieldRoutes } from '#server/contact/field-routes.ts'
import { type Happened, noteHappened } from '#server/contact/happen.ts'
import { listRoutes } from '#server/contact/list-routes.ts'
import {
  type ContactRow,
  channelNow,
  contactOf,
  FIELDS_MAX,
  type FieldRow,
  listContacts,
  listFields,
  lockContact,
  marketingWordsOf,
  saveContact,
  saveMarketingWords,
  TAGS_MAX,
} from '#server/contact/store.ts'

/** Contacts, their fields and tags. */
export function contactRoutes(parts: { readonly http: Db; readonly bus: Bus }) {
  const { http, bus } = parts
  return {
    contacts: on(contactApi.contacts, async ({ search, tag, cursor, limit }, { seat: { workspaceId } }) => {
      const { rows, now } = await http.tenant(workspaceId, async (tx) => ({
        rows: await listContacts(tx, workspaceId, { search, tag, before: cursorId(cursor), limit }),
        now: await channelNow(tx, workspaceId),
      }))
      const items = rows.map((row) => ({
        ...contactAs(row),
        ...{ lastAt: row.last_at, windowEndsAt: windowEndsAt(row.last_inbound_at), now },
      }))
      return { items, cursor: rows.length === limit ? (rows.at(-1)?.id ?? null) : null }
    }),
    contact: on(contactApi.contact, async ({ id }, { seat: { workspaceId } }) => {
      const row = await http.tenant(workspaceId, (tx) => contactOf(tx, workspaceId, id))
      return row ? contactAs(row) : refuse('not-found')
    }),
    updateContact: on(contactApi.updateContact, async (change, { seat: { workspaceId }, language }) => {
      const result = await http.tenant(workspaceId, (tx) => update(tx, workspaceId, change, language))
      if ('kind' in result) return result
      bus.call('live', workspaceId)
      if (result.happened > 0) bus.call('inbox', workspaceId)
      return contactAs(result.row)
    }),
    ...fieldRoutes(parts),
    ...listRoutes(parts),
    marketingWords: on(contactApi.marketingWords, async (_input, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, (tx) => marketingWordsOf(tx, workspaceId)),
    ),
    saveMarketingWords: on(contactApi.saveMarketingWords, async (words, { seat: { workspaceId } }) => {
      await http.tenant(workspaceId, (tx) => saveMarketingWords(tx, workspaceId, words))
      bus.call('settings', workspaceId)
      return words
    }),
  }
}

async function update(
  tx: Tx,
  workspaceId: string,
  wish: Change & { readonly id: string; readonly marketing?: 'stop' | 'resume' | undefined },
  language: Language,
): Promise<{ row: ContactRow; happened: number } | Refusal> {
  const row = await lockContact(tx, workspaceId, wish.id)
  if (!row) return refuse('not-found')
  const marketing = await marketingWish(tx, workspaceId, row, wish.marketing)
  if (marketing === 'theirs') return refuse('marketing-theirs')
  const fields = readFields(wish.fields ?? {}, await listFields(tx, workspaceId), language)
  if (isRefusal(fields)) return fields
  const changed = { ...applyChange(row, { ...wish, fields }), marketing }
  if (Object.keys(changed.fields).length > FIELDS_MAX) return refuse('too-large', { max: FIELDS_MAX })
  if (changed.tags.length > TAGS_MAX) return refuse('too-large', { max: TAGS_MAX })
  await saveContact(tx, workspaceId, changed)
  const happened = await noteHappened(tx, workspaceId, row.id, happenedBetween(row, changed))
  await emit(tx, workspaceId, [{ kind: 'contact.changed', ids: [row.id] }])
  return { row: changed, happened }
}

/** A member's word about marketing; `theirs`: only the customer may take it back. */
async function marketingWish(
  tx: Tx,
  workspaceId: string,
  { marketing }: ContactRow,
  wish: 'stop' | 'resume' | undefined,
): Promise<Marketing | null | 'theirs'> {
  if (wish === undefined) return marketing
  const at = Math.max(await channelNow(tx, workspaceId), marketing?.at ?? 0)
  const after = marketingAfter(marketing, { stopped: wish === 'stop', by: 'agent', at })
  return wish === 'resume' && after?.stopped ? 'theirs' : after
}

type Change = {
  readonly name?: string | undefined
  readonly fields?: Readonly<Record<string, string | null>> | undefined
  readonly addTags?: readonly string[] | undefined
  readonly removeTags?: readonly string[] | undefined
  readonly language?: Language | null | undefined
}

type Values = Record<string, string | null>

/** Each value in the form of its field's type; a name without a field keeps a text. */
function readFields(
  wish: Readonly<Values>,
  known: readonly FieldRow[],
  language: Language,
): Values | Refusal {
  const catalogue = catalogueOf(known)
  const fields: Values = {}
  for (const [name, said] of Object.entries(wish)) {
    const field = catalogue.get(name)
    const value = said === null ? '' : readValue(field?.type ?? 'text', said, language)
    if (value === null) return refuse('field-value', { field: field?.label ?? name })
    fields[field?.id ?? name] = value === '' ? null : value
  }
  return fields
}

function applyChange(
  row: ContactRow,
  { name, fields = {}, addTags = [], removeTags = [], language = row.language }: Change,
): ContactRow {
  const kept = Object.entries({ ...row.fields, ...fields }).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  )
  const tags = [...new Set([...row.tags, ...addTags])].filter((tag) => !removeTags.includes(tag))
  return { ...row, name: name ?? row.name, fields: Object.fromEntries(kept), tags, language }
}

/** Tags that are new and fields whose value is another: what flows may listen to. */
function happenedBetween(before: ContactRow, after: ContactRow): Happened[] {
  const keys = new Set([...Object.keys(before.fields), ...Object.keys(after.fields)])
  return [
    ...after.tags
      .filter((tag) => !before.tags.includes(tag))
      .map((tag) => ({ kind: 'tag', value: fold(tag), event: { kind: 'tag', tag } }) as const),
    ...[...keys]
      .filter((field) => before.fields[field] !== after.fields[field])
      .map((field) => ({ kind: 'field', value: field, event: { kind: 'field', field } }) as const),
  ]
}

function contactAs(row: ContactRow): Contact {
  return {
    id: row.id,
    name: row.name,
    profileName: row.profile_name,
    phone: row.phone,
    fields: row.fields,
    tags: row.tags,
    marketing: row.marketing,
    language: row.language,
    zone: row.zone,
    createdAt: row.created_at,
  }
}

/** A cursor is the last id of the page before; anything else begins anew. */
export function cursorId(cursor: string | undefined): string | undefined {
  return isId(cursor) ? cursor : undefined
}
