import { isId } from '#core/base/id.ts'
import { type Refusal, refuse } from '#core/base/refusal.ts'
import { type Contact, contactApi } from '#core/contact/api.ts'
import { type Marketing, marketingAfter } from '#core/contact/marketing.ts'
import { fold } from '#core/flow/text/fold.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db, Tx } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import { on } from '#server/base/http.ts'
import { type Happened, noteHappened } from '#server/contact/happen.ts'
import {
  type ContactRow,
  channelNow,
  contactOf,
  insertFields,
  knownTags,
  listContacts,
  listFields,
  lockContact,
  marketingWordsOf,
  saveContact,
  saveMarketingWords,
} from '#server/contact/store.ts'

export const FIELDS_MAX = 500
export const TAGS_MAX = 100

/** Contacts, their fields and tags. */
export function contactRoutes({ http, bus }: { readonly http: Db; readonly bus: Bus }) {
  return {
    contacts: on(contactApi.contacts, async ({ search, tag, cursor, limit }, { seat: { workspaceId } }) => {
      const rows = await http.tenant(workspaceId, (tx) =>
        listContacts(tx, workspaceId, { search, tag, before: cursorId(cursor), limit }),
      )
      return { items: rows.map(contactAs), cursor: rows.length === limit ? (rows.at(-1)?.id ?? null) : null }
    }),
    contact: on(contactApi.contact, async ({ id }, { seat: { workspaceId } }) => {
      const row = await http.tenant(workspaceId, (tx) => contactOf(tx, workspaceId, id))
      return row ? contactAs(row) : refuse('not-found')
    }),
    updateContact: on(contactApi.updateContact, async (change, { seat: { workspaceId } }) => {
      let happened = 0
      const result = await http.tenant(workspaceId, async (tx): Promise<ContactRow | Refusal> => {
        const row = await lockContact(tx, workspaceId, change.id)
        if (!row) return refuse('not-found')
        const marketing = await marketingWish(tx, workspaceId, row, change.marketing)
        if (marketing === 'theirs') return refuse('marketing-theirs')
        const changed = { ...applyChange(row, change), marketing }
        if (Object.keys(changed.fields).length > FIELDS_MAX) return refuse('too-large', { max: FIELDS_MAX })
        if (changed.tags.length > TAGS_MAX) return refuse('too-large', { max: TAGS_MAX })
        await saveContact(tx, workspaceId, changed)
        happened = await noteHappened(tx, workspaceId, row.id, happenedBetween(row, changed))
        await emit(tx, workspaceId, [{ kind: 'contact.changed', ids: [row.id] }])
        return changed
      })
      if ('kind' in result) return result
      bus.call('live', workspaceId)
      if (happened > 0) bus.call('inbox', workspaceId)
      return contactAs(result)
    }),
    fields: on(contactApi.fields, async (_input, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        const [fields, tags] = await Promise.all([listFields(tx, workspaceId), knownTags(tx, workspaceId)])
        return { fields, tags }
      }),
    ),
    createField: on(contactApi.createField, async (field, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        const known = await listFields(tx, workspaceId)
        if (known.length >= FIELDS_MAX) return refuse('too-large', { max: FIELDS_MAX })
        await insertFields(tx, workspaceId, [field])
        return field
      }),
    ),
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
}

function applyChange(
  row: ContactRow,
  { name, fields = {}, addTags = [], removeTags = [] }: Change,
): ContactRow {
  const kept = Object.entries({ ...row.fields, ...fields }).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  )
  const tags = [...new Set([...row.tags, ...addTags])].filter((tag) => !removeTags.includes(tag))
  return { ...row, name: name ?? row.name, fields: Object.fromEntries(kept), tags }
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
    createdAt: row.created_at,
  }
}

/** A cursor is the last id of the page before; anything else begins anew. */
export function cursorId(cursor: string | undefined): string | undefined {
  return isId(cursor) ? cursor : undefined
}
