import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { assert } from '#core/base/assert.ts'
import { lengthOf, type Range } from '#core/base/range.ts'
import { HOUR } from '#core/base/time.ts'
import { FileGone, type FileStore, FileTrouble, type StoredFile } from '#server/base/file-store.ts'
import { codeOf } from '#server/base/process.ts'

const LEFTOVER_MS = HOUR
/** What an operator mends, and then it goes on. */
const FULL = /^(ENOSPC|EDQUOT|EROFS|EIO|EACCES|EPERM|EMFILE|ENFILE)$/

/** Files in one folder of the local disk: written beside and moved into place, never outside the folder. */
export async function openDisk(dir: string): Promise<FileStore> {
  const drafts = join(dir, '.drafts')
  await mkdir(drafts, { recursive: true, mode: 0o700 })
  const root = await realpath(dir)
  await sweep(drafts)

  const openFile = async (key: string, range: Range | null = null): Promise<StoredFile> => {
    const file = join(root, key)
    const handle = await orGone(open(await contained(root, file)), key)
    if (range) return { stream: handle.createReadStream(range), size: lengthOf(range), range }
    const { size } = await handle.stat()
    return { stream: handle.createReadStream(), size, range: null }
  }
  return {
    async write(key, body) {
      const draft = join(drafts, randomBytes(12).toString('hex'))
      const file = join(root, key)
      try {
        const sink = createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true })
        await pipeline(Buffer.isBuffer(body) ? Readable.from([body]) : body.stream, sink)
        await mkdir(dirname(file), { recursive: true, mode: 0o700 })
        await contained(root, dirname(file))
        await rename(draft, file)
      } catch (error) {
        await rm(draft, { force: true }).catch(() => undefined) // the first error is the one to tell
        throw FULL.test(String(codeOf(error)))
          ? new FileTrouble(`the disk takes no files: ${codeOf(error)}`, { cause: error })
          : error
      }
    },
    async read(key) {
      const { stream } = await openFile(key)
      return Buffer.concat(await stream.toArray())
    },
    open: openFile,
    async remove(key) {
      await rm(join(root, key), { force: true })
    },
    [Symbol.asyncDispose]: async () => undefined,
  }
}

/** The real place of a path, which a symbolic link must not have led out of the root. */
async function contained(root: string, path: string): Promise<string> {
  const place = await orGone(realpath(path), path)
  assert(place === root || place.startsWith(root + sep), 'files stay inside the storage folder')
  return place
}

async function orGone<T>(work: Promise<T>, key: string): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw new FileGone(`no file ${key}`)
    throw error
  }
}

/** What a killed process was writing. */
async function sweep(drafts: string): Promise<void> {
  for (const name of await readdir(drafts)) {
    const { mtimeMs } = await stat(join(drafts, name))
    if (Date.now() - mtimeMs > LEFTOVER_MS) await rm(join(drafts, name), { force: true })
  }
}
