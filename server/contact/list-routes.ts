import { contactApi } from '#core/contact/api.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db } from '#server/base/db.ts'
import { emit, facts } from '#server/base/events.ts'
import { on } from '#server/base/http.ts'
import { contactsAsCsv } from '#server/contact/export.ts'
import { importContacts } from '#server/contact/list.ts'
import { listContacts, listFields } from '#server/contact/store.ts'

/** Contacts in one piece of an export. */
const EXPORT_PIECE = 5000
/** Contacts of an import that are told one by one; lists read themselves anew whoever it was. */
const TOLD_MAX = 50

/** Contacts that come from a list, and the list that is made of them. */
export function listRoutes({ http, bus }: { readonly http: Db; readonly bus: Bus }) {
  return {
    importContacts: on(contactApi.importContacts, async (piece, { seat: { workspaceId }, language }) => {
      const taken = await http.tenant(workspaceId, async (tx) => {
        const { ids, ...came } = await importContacts(tx, workspaceId, piece, language)
        await emit(tx, workspaceId, facts('contact.changed', ids.slice(0, TOLD_MAX)))
        return came
      })
      bus.call('live', workspaceId)
      return taken
    }),
    exportContacts: on(
      contactApi.exportContacts,
      async ({ search, tag, cursor }, { seat: { workspaceId }, language }) => {
        const { rows, fields } = await http.tenant(workspaceId, async (tx) => ({
          rows: await listContacts(tx, workspaceId, { search, tag, before: cursor, limit: EXPORT_PIECE }),
          fields: await listFields(tx, workspaceId),
        }))
        return {
          name: language === 'id' ? 'kontak.csv' : 'contacts.csv',
          text: contactsAsCsv(rows, fields, cursor === undefined, language),
          cursor: rows.length === EXPORT_PIECE ? (rows.at(-1)?.id ?? null) : null,
        }
      },
    ),
  }
}
