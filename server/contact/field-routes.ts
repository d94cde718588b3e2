import type { Language } from '#core/base/language.ts'
import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import { contactApi, type Field } from '#core/contact/api.ts'
import { catalogueOf } from '#core/contact/field/catalogue.ts'
import { readValue } from '#core/contact/field/read.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db, Tx } from '#server/base/db.ts'
import { on } from '#server/base/http.ts'
import {
  botValuesOf,
  FIELDS_MAX,
  type FieldRow,
  insertFields,
  knownTags,
  listFields,
  lockFields,
  saveField,
  setBotValue,
} from '#server/contact/store.ts'

/** The fields of a workspace: what they are called, their types, values of bot fields. */
export function fieldRoutes({ http, bus }: { readonly http: Db; readonly bus: Bus }) {
  const change = async (workspaceId: string, work: (tx: Tx) => Promise<Field | Refusal>) => {
    const made = await http.tenant(workspaceId, work)
    if (!isRefusal(made)) bus.call('settings', workspaceId)
    return made
  }
  return {
    fields: on(contactApi.fields, async (_input, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        const [fields, values, tags] = await Promise.all([
          listFields(tx, workspaceId),
          botValuesOf(tx, workspaceId),
          knownTags(tx, workspaceId),
        ])
        return { fields: fields.map((row) => fieldAs(row, values)), tags }
      }),
    ),
    createField: on(contactApi.createField, async (wish, { seat: { workspaceId }, language }) =>
      change(workspaceId, async (tx) => {
        const known = await lockFields(tx, workspaceId)
        if (known.length >= FIELDS_MAX) return refuse('too-large', { max: FIELDS_MAX })
        if (catalogueOf(known).has(wish.key)) return refuse('field-taken', { key: wish.key })
        const begin = readValue(wish.type, wish.default, language)
        if (begin === null) return refuse('field-value', { field: wish.label })
        const row = { ...wish, id: wish.key, former: [], default_value: begin }
        await insertFields(tx, workspaceId, [row])
        return fieldAs(row, {})
      }),
    ),
    updateField: on(contactApi.updateField, async (wish, { seat: { workspaceId }, language }) =>
      change(workspaceId, (tx) => update(tx, workspaceId, wish, language)),
    ),
  }
}

async function update(
  tx: Tx,
  workspaceId: string,
  wish: Wish & { readonly id: string; readonly value?: string | null | undefined },
  language: Language,
): Promise<Field | Refusal> {
  const row = (await lockFields(tx, workspaceId)).find(({ id }) => id === wish.id)
  if (!row) return refuse('not-found')
  const changed = changedField(row, wish, language)
  const value = wish.value ? readValue(row.type, wish.value, language) : ''
  if (!changed || value === null) return refuse('field-value', { field: row.label })
  await saveField(tx, workspaceId, changed)
  if (row.scope === 'bot' && wish.value !== undefined)
    await setBotValue(tx, workspaceId, row.id, value === '' ? null : value)
  return fieldAs(changed, await botValuesOf(tx, workspaceId))
}

type Wish = { readonly [K in 'label' | 'folder' | 'description' | 'default']?: string | undefined }

/** The field as wished; null when what it is to begin with is none of its type. */
function changedField(row: FieldRow, wish: Wish, language: Language): FieldRow | null {
  const { label = row.label, folder = row.folder, description = row.description } = wish
  const begin = readValue(row.type, wish.default ?? row.default_value, language)
  return begin === null ? null : { ...row, label, folder, description, default_value: begin }
}

/** A field as screens see it. */
export function fieldAs(row: FieldRow, values: Readonly<Record<string, string>>): Field {
  const { id, key, label, type, scope, folder, description, former, default_value: begin } = row
  const value = scope === 'bot' ? (values[id] ?? begin) : ''
  return { id, key, label, type, scope, folder, description, former, default: begin, value }
}
