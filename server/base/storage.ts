import { join } from 'node:path'
import { assert } from '#core/base/assert.ts'
import type { Config } from '#server/base/config.ts'
import { openDisk } from '#server/base/disk.ts'
import { type FileStore, FileTrouble } from '#server/base/file-store.ts'
import { fileStoreUp } from '#server/base/metrics.ts'
import { openS3 } from '#server/base/s3.ts'

export type Storage = FileStore & {
  /** What the store fails at, giving or taking; undefined where it last did both. */
  readonly trouble: () => string | undefined
  /** Asks it to take a small file and to give it back. */
  readonly probe: () => Promise<void>
}

/** Kept apart: a disk that is full still gives. Removing proves neither. */
type Act = 'give' | 'take'

/** On the local disk, or in an S3-compatible store when one is configured. */
export async function createStorage({ dataDir, s3 }: Pick<Config, 'dataDir' | 's3'>): Promise<Storage> {
  const storage = s3 ? openS3(s3) : await openDisk(join(dataDir, 'files'))
  const troubles = new Map<Act, string>()
  const judge = (act: Act, trouble?: string) => {
    if (trouble === undefined) troubles.delete(act)
    else troubles.set(act, trouble)
    fileStoreUp(troubles.size === 0 ? 1 : 0)
  }
  const checked = <T, More extends unknown[]>(
    act: Act,
    perform: (key: string, ...more: More) => Promise<T>,
  ) => {
    return (key: string, ...more: More) =>
      perform(ours(key), ...more).then(
        (done) => {
          judge(act)
          return done
        },
        (error: unknown) => {
          if (error instanceof FileTrouble) judge(act, error.message)
          throw error
        },
      )
  }
  const write = checked('take', storage.write)
  const read = checked('give', storage.read)
  fileStoreUp(1)
  return {
    write,
    read,
    open: checked('give', storage.open),
    remove: (key) => storage.remove(ours(key)),
    trouble: () => troubles.values().next().value,
    probe: async () => {
      await write(PROBE, Buffer.from('wetalk'))
      await read(PROBE)
    },
    [Symbol.asyncDispose]: storage[Symbol.asyncDispose],
  }
}

const KEY = /^[a-z0-9-]+(\/[a-z0-9-]+)*$/
const KEY_CHARS_MAX = 200
const PROBE = 'probe'

function ours(key: string): string {
  assert(KEY.test(key) && key.length <= KEY_CHARS_MAX, 'file keys are made by the server')
  return key
}
