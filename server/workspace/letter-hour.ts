import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

type Asked = { readonly sender: string; readonly kind: 'invitation' | 'email'; readonly max: number }

/** Counts one more letter of this sender in this hour; false when there are enough. */
export async function countLetter(query: Query, { sender, kind, max }: Asked): Promise<boolean> {
  const counted = await query.run(sql`
    insert into letter_hour (sender, kind, hour, count) values (${sender}, ${kind}, date_trunc('hour', now()), 1)
    on conflict (sender, kind) do update
    set hour = excluded.hour,
        count = case when letter_hour.hour = excluded.hour then letter_hour.count + 1 else 1 end
    where letter_hour.hour <> excluded.hour or letter_hour.count < ${max}`)
  return counted > 0
}
