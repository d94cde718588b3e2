import { Client, type ClientConfig } from 'pg'
import type { TestDatabase } from './database.ts'

/** A connection that sees every workspace, as an operator's does; whoever opens it ends it. */
export async function openClient({ connection }: Pick<TestDatabase, 'connection'>): Promise<Client> {
  const config: ClientConfig = { ...connection, options: '-c app.workspace=*' }
  const client = new Client(config)
  await client.connect()
  return client
}

/** Reads a test's database as an operator would: every workspace. */
export async function readRows<T extends object>(database: TestDatabase, text: string): Promise<T[]> {
  const client = await openClient(database)
  try {
    return (await client.query<T>(text)).rows
  } finally {
    await client.end()
  }
}

/** One sum of the content of every table, except those named; partitions are seen through their parent. */
export async function sumsOfTables(
  database: TestDatabase,
  except: readonly string[],
): Promise<Record<string, string>> {
  const tables = await readRows<{ name: string }>(
    database,
    `select relname as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1`,
  )
  const read = tables.filter(({ name }) => !except.includes(name))
  const sums = read.map(
    ({ name }) => `select '${name}' as name, count(*) || ' rows, ' ||
      md5(coalesce(string_agg(md5(t::text), '' order by md5(t::text)), '')) as sum from "${name}" t`,
  )
  const rows = await readRows<{ name: string; sum: string }>(database, sums.join(' union all '))
  return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]))
}
