import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'

test('no page makes a browser load more than its budget', async () => {
  const script = join(import.meta.dirname, '../scripts/sizes.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [script]).catch(
    (error: { stdout: string }) => error,
  )
  const over = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('ok'))
  assert.deepEqual(over, [])
  assert.ok(stdout.includes('shell'))
})
