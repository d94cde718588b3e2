import { canFindMessages, excerptOf, searchWords } from '#core/base/search.ts'
import { type FoundMessage, searchApi } from '#core/chat/search-api.ts'
import { formatText, plainOf } from '#core/whatsapp/format.ts'
import type { Db, Query } from '#server/base/db.ts'
import { on } from '#server/base/http.ts'
import { all, sql } from '#server/base/sql.ts'

/** Messages that one statement looks at, statements of one search, and how long it goes on asking for more of them. */
const LOOKED_AT = 10_000
const LOOKS_MAX = 10
const LOOKS_MS = 500
/** Messages of one answer. */
const FOUND_MAX = 20

type Look = { readonly hits: string[]; readonly last: string | null; readonly at: number | null }

/** Messages by their words. */
export function searchRoutes({ http }: { readonly http: Db }) {
  return {
    searchMessages: on(searchApi.searchMessages, ({ search, cursor }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, (tx) => searchMessages(tx, workspaceId, { search, before: cursor })),
    ),
  }
}

type Wish = { readonly search: string; readonly before: string | undefined }
type Found = {
  readonly items: FoundMessage[]
  readonly cursor: string | null
  readonly back: number | null
}

/**
 * Looks back along the messages, newest first: no index of words is kept, because every message that is stored would pay for it
 * (docs/decisions/0014). Ends with a page of them, at the first message, or after a bounded look; `cursor` goes on.
 */
export async function searchMessages(query: Query, workspaceId: string, wish: Wish): Promise<Found> {
  const words = searchWords(wish.search)
  const nothing = { items: [], cursor: null, back: null }
  if (!canFindMessages(words)) return nothing
  const until = performance.now() + LOOKS_MS
  const hits: string[] = []
  let before = wish.before
  for (let looks = 0; looks < LOOKS_MAX; looks++) {
    const look = await lookBack(query, workspaceId, { words, before, limit: FOUND_MAX - hits.length })
    hits.push(...look.hits)
    if (look.last === null) return { ...nothing, items: await dress(query, workspaceId, hits, words) }
    before = look.last
    if (hits.length === FOUND_MAX || performance.now() > until || looks === LOOKS_MAX - 1) {
      const items = await dress(query, workspaceId, hits, words)
      return {
        items,
        cursor: look.last,
        back: hits.length === FOUND_MAX ? (items.at(-1)?.at ?? null) : look.at,
      }
    }
  }
  return nothing
}

type Step = { readonly words: readonly string[]; readonly before: string | undefined; readonly limit: number }

/**
 * One piece of the way: what was found, and the message it ended at (null: there is none before). The whole body is asked first whether it can
 * hold the longest word at all: a row in plain letters is then done.
 */
async function lookBack(query: Query, workspaceId: string, { words, before, limit }: Step): Promise<Look> {
  const longest = words.reduce((one, other) => (other.length > one.length ? other : one))
  const has = all(
    words.map((word) => sql`strpos(' ' || search_text(message_text(m.body)), ${` ${word}`}) > 0`),
  )
  const from = before ? sql`and id < ${before}` : sql``
  const [row] = await query.rows<{
    looked: number
    hits: string[]
    last: string | null
    at: number | null
  }>(sql`
    with looked as materialized (
      select m.id, m.at,
             case when m.kind = 'event' then false
                  when octet_length(m.body::text) = length(m.body::text) and strpos(lower(m.body::text), ${longest}) = 0 then false
                  else ${has} end as hit
      from (select id, at, kind, body from message where workspace_id = ${workspaceId} ${from}
            order by id desc limit ${LOOKED_AT}) m)
    select (select count(*)::int from looked) as looked,
           array(select id from looked where hit order by id desc limit ${limit}) as hits,
           (select id from looked order by id limit 1) as last,
           (select at from looked order by id limit 1) as at`)
  if (!row) return { hits: [], last: null, at: null }
  const full = row.hits.length === limit
  const end = full ? (row.hits.at(-1) ?? null) : row.last
  return { hits: row.hits, last: row.looked < LOOKED_AT && !full ? null : end, at: row.at }
}

type Row = Omit<FoundMessage, 'chatId' | 'parts'> & { readonly chat_id: string; readonly said: string }

async function dress(
  query: Query,
  workspaceId: string,
  ids: readonly string[],
  words: readonly string[],
): Promise<FoundMessage[]> {
  if (ids.length === 0) return []
  const rows = await query.rows<Row>(sql`
    select m.id, m.chat_id, m.at, m.kind, message_text(m.body) as said, c.name as contact
    from message m
    join chat ch on ch.workspace_id = ${workspaceId} and ch.id = m.chat_id
    join contact c on c.workspace_id = ${workspaceId} and c.id = ch.contact_id
    where m.workspace_id = ${workspaceId} and m.id = any(${ids}::uuid[]) order by m.id desc`)
  return rows.map(({ id, chat_id, at, kind, contact, said }) => ({
    ...{ id, chatId: chat_id, at, kind, contact },
    parts: [...excerptOf(plainOf(formatText(said)), words)],
  }))
}
