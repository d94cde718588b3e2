import assert from 'node:assert/strict'
import type { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Db } from '#server/base/db.ts'
import { FileTrouble } from '#server/base/file-store.ts'
import type { Log } from '#server/base/log.ts'
import { troubles, watchFiles } from '#server/health.ts'
import { until } from '../test/rig.ts'

test('a file store is asked at the start, and one that fails until it does as asked; what to do stands in the log', async () => {
  const asked: string[] = []
  let fails = true
  const storage = {
    trouble: () => (fails ? 'the file store answered 403 AccessDenied' : undefined),
    probe: async () => {
      asked.push(fails ? 'fails' : 'well')
      if (fails) throw new FileTrouble('the file store answered 403 AccessDenied')
    },
  }
  const told: unknown[] = []
  const log = { error: (...words: unknown[]) => void told.push(words) } as Partial<Log> as Log
  await using _watch = watchFiles(storage, log, 5)
  await until('it is told', async () => told.length > 1)
  assert.match(JSON.stringify(told[0]), /403 AccessDenied.*check S3_URL/)
  fails = false
  await until('all is well', async () => asked.at(-1) === 'well' || storage.trouble() === undefined)
  const count = asked.length
  await sleep(50)
  assert.ok(asked.length <= count + 1, 'a store that does as asked is left alone')
})

test('a full disk is named also where it lets nobody into the database any more', async () => {
  const full = (async () => ({ bavail: 0, blocks: 1000 })) as Partial<typeof statfs> as typeof statfs
  const roomy = (async () => ({ bavail: 900, blocks: 1000 })) as Partial<typeof statfs> as typeof statfs
  const away = {
    rows: async () => Promise.reject(new Error('could not write init file')),
  } as Partial<Db> as Db
  const here = { rows: async () => [{ standby: false }] } as Partial<Db> as Db
  const dir = tmpdir()
  assert.equal(await troubles(away, dir, full), 'the disk is almost full; the database does not answer')
  assert.equal(await troubles(away, dir, roomy), 'the database does not answer')
  assert.equal(await troubles(here, dir, full), 'the disk is almost full')
  assert.equal(await troubles(here, dir, roomy), undefined)
})
