import assert from 'node:assert/strict'
import type { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import type { Db } from '#server/base/db.ts'
import { troubles } from '#server/health.ts'

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
