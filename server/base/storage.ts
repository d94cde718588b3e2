import { join } from 'node:path'
import { assert } from '#core/base/assert.ts'
import type { Config } from '#server/base/config.ts'
import { openDisk } from '#server/base/disk.ts'
import { type FileBody, type FileStore, FileTrouble } from '#server/base/file-store.ts'
import { fileStoreUp } from '#server/base/metrics.ts'
import { openS3 } from '#server/base/s3.ts'

export type Storage = FileStore & {
  /** What the store failed at last; undefined where it did as it was asked. */
  readonly trouble: () => string | undefined
  /** Asks it to take a small file, which nobody reads. */
  readonly probe: () => Promise<void>
}

/** On the local disk, or in an S3-compatible store when one is configured. */
export async function createStorage({ dataDir, s3 }: Pick<Config, 'dataDir' | 's3'>): Promise<Storage> {
  const storage = s3 ? openS3(s3) : await openDisk(join(dataDir, 'files'))
  let trouble: string | undefined
  const judge = (found: string | undefined) => {
    trouble = found
    fileStoreUp(found === undefined ? 1 : 0)
  }
  const checked = <T>(act: (key: string, body: FileBody) => Promise<T>) => {
    return (key: string, body: FileBody = Buffer.alloc(0)) => {
      assert(KEY.test(key) && key.length <= KEY_CHARS_MAX, 'file keys are made by the server')
      return act(key, body).then(
        (done) => {
          judge(undefined)
          return done
        },
        (error: unknown) => {
          if (error instanceof FileTrouble) judge(error.message)
          throw error
        },
      )
    }
  }
  const write = checked(storage.write)
  judge(undefined)
  return {
    write,
    read: checked(storage.read),
    open: checked(storage.open),
    remove: checked(storage.remove),
    trouble: () => trouble,
    probe: () => write(PROBE, Buffer.from('wetalk')),
    [Symbol.asyncDispose]: storage[Symbol.asyncDispose],
  }
}

const KEY = /^[a-z0-9-]+(\/[a-z0-9-]+)*$/
const KEY_CHARS_MAX = 200
const PROBE = 'probe'
