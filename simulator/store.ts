import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import type { World } from '#simulator/world.ts'

/** The simulator's file. Everything is written before it is answered, so that kill -9 loses nothing. */
export type Store = {
  readonly db: DatabaseSync
  readonly dir: string
  readonly statements: Map<string, StatementSync>
}

const SCHEMA = `
create table if not exists world (id text primary key, data text not null) without rowid;
create table if not exists bubble (
  seq integer primary key autoincrement,
  world_id text not null,
  number_id text not null,
  customer_id text not null,
  wamid text not null unique,
  sender text not null,
  at integer not null,
  status text not null,
  next_step text,
  content text not null,
  reply_to text,
  reaction_customer text,
  reaction_business text,
  error text,
  extra text not null
);
create index if not exists bubble_thread on bubble (world_id, number_id, customer_id, seq);
create index if not exists bubble_at on bubble (world_id, number_id, at);
create index if not exists bubble_step on bubble (next_step) where next_step is not null;
create table if not exists media (
  id text primary key,
  world_id text not null,
  number_id text not null,
  mime text not null,
  size integer not null,
  sha256 text not null,
  filename text,
  voice integer not null,
  source text not null,
  expires_at integer not null
) without rowid;
create index if not exists media_source on media (world_id, source);
create table if not exists delivery (
  seq integer primary key autoincrement,
  world_id text not null,
  lane text not null,
  field text not null,
  number_id text,
  entry text not null,
  wamid text,
  due integer not null,
  attempts integer not null,
  created_at integer not null
);
create table if not exists mail (
  id integer primary key autoincrement,
  at integer not null,
  recipient text not null,
  subject text not null,
  body text not null
);
`

/** Milliseconds to wait for a process that is just ending. */
const LOCK_TIMEOUT = 2000
/** One process at a time: two would deliver every webhook twice. The lock ends with the process. */
const LOCK = `
pragma locking_mode = exclusive;
pragma journal_mode = wal;
pragma synchronous = normal;
begin immediate;
commit;
`

/** Another process has this state open. */
export class StateTaken extends Error {
  constructor(dir: string) {
    super(`Another process has the simulator in ${dir} open.`)
  }
}

/** Opens the state; throws `StateTaken` when another process has it open. */
export function openStore(dir: string): Store {
  mkdirSync(join(dir, 'media'), { recursive: true })
  const db = new DatabaseSync(join(dir, 'simulator.sqlite'), { timeout: LOCK_TIMEOUT })
  try {
    db.exec(LOCK)
    db.exec(SCHEMA)
  } catch (error) {
    db.close()
    const isTaken = error instanceof Error && error.message.includes('locked')
    throw isTaken ? new StateTaken(dir) : error
  }
  return { db, dir, statements: new Map() }
}

export function closeStore(store: Store): void {
  store.statements.clear()
  store.db.close()
}

/** A prepared statement, made once per text. */
export function sql(store: Store, text: string): StatementSync {
  const known = store.statements.get(text)
  if (known) return known
  const made = store.db.prepare(text)
  store.statements.set(text, made)
  return made
}

export function run(store: Store, text: string, ...values: SQLInputValue[]): void {
  sql(store, text).run(...values)
}

/** All or nothing; must not be nested. */
export function atOnce<T>(store: Store, work: () => T): T {
  store.db.exec('begin immediate')
  try {
    const result = work()
    store.db.exec('commit')
    return result
  } catch (error) {
    store.db.exec('rollback')
    throw error
  }
}

export function saveWorld(store: Store, world: World): void {
  run(
    store,
    'insert into world (id, data) values (?, ?) on conflict (id) do update set data = excluded.data',
    world.id,
    JSON.stringify(world),
  )
}

export function loadWorlds(store: Store): World[] {
  const rows = sql(store, 'select data from world').all()
  return rows.map((row): World => JSON.parse(String(row.data)))
}

export function forgetWorld(store: Store, worldId: string): void {
  atOnce(store, () => {
    run(store, 'delete from bubble where world_id = ?', worldId)
    run(store, 'delete from media where world_id = ?', worldId)
    run(store, 'delete from delivery where world_id = ?', worldId)
    run(store, 'delete from world where id = ?', worldId)
  })
}
