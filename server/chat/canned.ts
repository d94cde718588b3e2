import { type Refusal, refuse } from '#core/base/refusal.ts'
import { cutText } from '#core/base/text.ts'
import { CANNED_REPLIES_MAX, CANNED_TEXT_MAX } from '#core/chat/canned.ts'
import { type CannedReply, cannedApi } from '#core/chat/canned-api.ts'
import { catalogueOf } from '#core/contact/field/catalogue.ts'
import type { Known } from '#core/flow/person.ts'
import { mergeFieldsOf, renderText } from '#core/flow/text/merge.ts'
import { typeNamed } from '#core/flow/text/system.ts'
import { type Db, isUniqueViolation, type Query, type Tx } from '#server/base/db.ts'
import { on } from '#server/base/http.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { type ChatRow, chatOf } from '#server/chat/store.ts'
import { botValuesOf, contactOf, listFields } from '#server/contact/store.ts'

/** Replies that are written once: kept by owners and admins, filled in for a chat when an agent calls them. */
export function cannedRoutes({ http }: { readonly http: Db }) {
  const keep = async (workspaceId: string, wish: Wish, work: (tx: Tx) => Promise<CannedReply | Refusal>) => {
    try {
      return await http.tenant(
        workspaceId,
        async (tx) => (await refuseText(tx, workspaceId, wish.text)) ?? (await work(tx)),
      )
    } catch (error) {
      if (isUniqueViolation(error)) return refuse('name-taken', { name: wish.name ?? '' })
      throw error
    }
  }
  return {
    cannedReplies: on(cannedApi.cannedReplies, (_input, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, (tx) => listReplies(tx, workspaceId)),
    ),
    cannedForChat: on(cannedApi.cannedForChat, ({ id }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, (tx) => repliesFor(tx, workspaceId, id)),
    ),
    createCannedReply: on(cannedApi.createCannedReply, (wish, { seat: { workspaceId } }) =>
      keep(workspaceId, wish, async (tx) => {
        if ((await listReplies(tx, workspaceId)).length >= CANNED_REPLIES_MAX)
          return refuse('canned-many', { max: CANNED_REPLIES_MAX })
        const reply = { id: newId(), ...wish }
        await tx.run(sql`
          insert into canned_reply (workspace_id, id, name, text)
          values (${workspaceId}, ${reply.id}, ${reply.name}, ${reply.text})`)
        return reply
      }),
    ),
    updateCannedReply: on(cannedApi.updateCannedReply, ({ id, ...wish }, { seat: { workspaceId } }) =>
      keep(workspaceId, wish, async (tx) => {
        const [reply] = await tx.rows<CannedReply>(sql`
          update canned_reply set name = coalesce(${wish.name ?? null}, name), text = coalesce(${wish.text ?? null}, text)
          where workspace_id = ${workspaceId} and id = ${id} returning id, name, text`)
        return reply ?? refuse('not-found')
      }),
    ),
    removeCannedReply: on(cannedApi.removeCannedReply, async ({ id }, { seat: { workspaceId } }) => {
      const gone = await http.tenant(workspaceId, (tx) =>
        tx.run(sql`delete from canned_reply where workspace_id = ${workspaceId} and id = ${id}`),
      )
      return gone > 0 ? { done: true as const } : refuse('not-found')
    }),
  }
}

type Wish = { readonly name?: string | undefined; readonly text?: string | undefined }

function listReplies(query: Query, workspaceId: string): Promise<CannedReply[]> {
  return query.rows(sql`
    select id, name, text from canned_reply where workspace_id = ${workspaceId}
    order by lower(name) limit ${CANNED_REPLIES_MAX}`)
}

/** A field that is misspelt would be missing from every answer, and nobody would see why. */
async function refuseText(
  query: Query,
  workspaceId: string,
  text: string | undefined,
): Promise<Refusal | undefined> {
  const { names, invalid } = mergeFieldsOf(text ?? '')
  const [broken] = invalid
  if (broken !== undefined) return refuse('merge-field-unknown', { field: cutText(broken, SHOWN_MAX) })
  if (names.length === 0) return undefined
  const catalogue = catalogueOf(await listFields(query, workspaceId))
  const unknown = names.find((name) => typeNamed(catalogue, name) === undefined)
  return unknown === undefined ? undefined : refuse('merge-field-unknown', { field: unknown })
}
const SHOWN_MAX = 60

async function repliesFor(
  query: Query,
  workspaceId: string,
  chatId: string,
): Promise<CannedReply[] | Refusal> {
  const chat = await chatOf(query, workspaceId, chatId)
  if (!chat) return refuse('not-found')
  const replies = await listReplies(query, workspaceId)
  if (!replies.some(({ text }) => text.includes('{{'))) return replies
  const known = await knownIn(query, workspaceId, chat)
  return replies.map((reply) => ({
    ...reply,
    text: cutText(renderText(reply.text, known), CANNED_TEXT_MAX),
  }))
}

/** What the texts of flows may read, for a chat in which no flow speaks. */
async function knownIn(query: Query, workspaceId: string, chat: ChatRow): Promise<Known> {
  const [contact, fields, bot, [workspace]] = await Promise.all([
    contactOf(query, workspaceId, chat.contact_id),
    listFields(query, workspaceId),
    botValuesOf(query, workspaceId),
    query.rows<Known['workspace']>(
      sql`select name, zone, language from workspace where workspace_id = ${workspaceId}`,
    ),
  ])
  const { last } = chat
  return {
    now: chat.now,
    person: {
      name: contact?.name ?? '',
      phone: contact?.phone ?? '',
      fields: contact?.fields ?? {},
      tags: contact?.tags ?? [],
      lastInboundAt: chat.last_inbound_at,
      language: contact?.language ?? null,
      zone: contact?.zone ?? null,
      stoppedMarketing: contact?.marketing?.stopped ?? false,
    },
    workspace: workspace ?? { name: '', zone: 'UTC', language: 'id' },
    catalogue: catalogueOf(fields),
    bot,
    here: {
      lastMessage: last && !last.out ? last.text : '',
      number: chat.display,
      numberName: chat.number_name,
      flow: '',
    },
  }
}
