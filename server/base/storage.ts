import { join } from 'node:path'
import { assert } from '#core/base/assert.ts'
import type { Config } from '#server/base/config.ts'
import { openDisk } from '#server/base/disk.ts'
import type { FileBody, FileStore } from '#server/base/file-store.ts'
import { openS3 } from '#server/base/s3.ts'

export type Storage = FileStore

/** On the local disk, or in an S3-compatible store when one is configured. */
export async function createStorage({ dataDir, s3 }: Pick<Config, 'dataDir' | 's3'>): Promise<Storage> {
  const storage = s3 ? openS3(s3) : await openDisk(join(dataDir, 'files'))
  const checked = <T>(act: (key: string, body: FileBody) => Promise<T>) => {
    return (key: string, body: FileBody = Buffer.alloc(0)) => {
      assert(KEY.test(key) && key.length <= KEY_CHARS_MAX, 'file keys are made by the server')
      return act(key, body)
    }
  }
  return {
    write: checked(storage.write),
    read: checked(storage.read),
    open: checked(storage.open),
    remove: checked(storage.remove),
    [Symbol.asyncDispose]: storage[Symbol.asyncDispose],
  }
}

const KEY = /^[a-z0-9-]+(\/[a-z0-9-]+)*$/
const KEY_CHARS_MAX = 200
