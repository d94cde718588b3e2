import { type NumberWish, numberWish, searchWords } from '#core/base/search.ts'
import type { Query } from '#server/base/db.ts'
import { all, type Sql, sql } from '#server/base/sql.ts'

/** People whose rows are named one by one; where more are meant, whoever goes along a list meets enough of them soon. */
const FOUND_MAX = 1000
/** A character after all that a word may hold, and one after all digits. */
const LAST = '\u{10ffff}'
const AFTER_DIGITS = ':'
/** Every third digit of a number begins a part (`contact_parts`). */
const STEP = 3

/**
 * The condition that a row's contact (`id`) is one whom a search means: by the beginnings of words of the name, or by consecutive
 * digits of the number. Without a search: none. A few people are named, of many each row's contact is asked.
 */
export async function peoplePart(
  query: Query,
  workspaceId: string,
  { search, id }: { readonly search: string | undefined; readonly id: Sql },
): Promise<readonly Sql[]> {
  const text = search?.trim() ?? ''
  if (text === '') return []
  const words = searchWords(text)
  const number = numberWish(text)
  const [named, numbered] = await Promise.all([
    words.length > 0 ? query.rows<{ id: string }>(byWords(workspaceId, words)) : [],
    number ? query.rows<{ id: string }>(byNumber(workspaceId, number)) : [],
  ])
  if (Math.max(named.length, numbered.length) > FOUND_MAX)
    return [
      // a value for each row, not a join: the list is walked in its order and left when a page is full
      sql`(select ${hasWords(words)} or ${number ? hasNumber(number) : sql`false`} from contact s
        where s.workspace_id = ${workspaceId} and s.id = ${id})`,
    ]
  const ids = [...new Set([...named, ...numbered].map((one) => one.id))]
  return [sql`${id} = any(${ids}::uuid[])`]
}

/** Ranges instead of `like`: an index can serve them also under row-level security. */
function partsFrom(workspaceId: string, part: string, end: string): Sql {
  return sql`select contact_id as id from contact_part
    where workspace_id = ${workspaceId} and part >= ${part} and part < ${`${part}${end}`}`
}

function byWords(workspaceId: string, words: readonly string[]): Sql {
  const [first, ...rest] = words.map((word) => partsFrom(workspaceId, word, LAST))
  if (!first) return sql`select null::uuid as id where false`
  return sql`${rest.reduce((met, next) => sql`${met} intersect ${next}`, first)} limit ${FOUND_MAX + 1}`
}

/** What stands anywhere in a number begins at one of its parts, or one or two digits before. */
function byNumber(workspaceId: string, wish: NumberWish): Sql {
  const starts = wish.within.flatMap((digits) => Array.from({ length: STEP }, (_, n) => digits.slice(n)))
  const [first, ...rest] = [...(wish.from ? [wish.from] : []), ...starts].map((digits) =>
    partsFrom(workspaceId, `#${digits}`, AFTER_DIGITS),
  )
  const near = rest.reduce(
    (met, next) => sql`${met} union all ${next}`,
    first ?? sql`select null::uuid as id where false`,
  )
  return sql`select s.id from (${near}) p join contact s on s.workspace_id = ${workspaceId} and s.id = p.id
    where ${hasNumber(wish)} limit ${FOUND_MAX + 1}`
}

function hasWords(words: readonly string[]): Sql {
  if (words.length === 0) return sql`false`
  return all(words.map((word) => sql`strpos(' ' || search_text(s.search_name), ${` ${word}`}) > 0`))
}

function hasNumber({ from, within }: NumberWish): Sql {
  const parts = within.map((digits) => sql`strpos(s.phone, ${digits}) > 0`)
  if (from) parts.push(sql`starts_with(s.phone, ${from})`)
  return sql`(${parts.slice(1).reduce((met, next) => sql`${met} or ${next}`, parts[0] ?? sql`false`)})`
}
