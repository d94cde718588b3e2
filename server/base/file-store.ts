import type { Readable } from 'node:stream'
import type { Range } from '#core/base/range.ts'

/** Bytes that are already in memory, or a stream whose length is known. */
type FileBody = Buffer | { readonly stream: Readable; readonly size: number }
/** A file or a part of it: how many bytes the stream brings, and which ones; null: all. */
export type StoredFile = { readonly stream: Readable; readonly size: number; readonly range: Range | null }

/** Where files lie. Keys are made by the server: words of small letters, digits and hyphens, parted by slashes. */
export type FileStore = {
  /** Whole or not at all; an existing file of the same key is replaced. */
  readonly write: (key: string, body: FileBody) => Promise<void>
  /** Throws `FileGone` when there is none. */
  readonly read: (key: string) => Promise<Buffer>
  /**
   * The same as a stream, for handing out; whoever takes it reads or destroys it. Of a range that lies in the file only that is given, where the
   * store gives parts.
   */
  readonly open: (key: string, range?: Range | null) => Promise<StoredFile>
  /** Removing what is not there is fine. */
  readonly remove: (key: string) => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** The file of a key is not there (any more). */
export class FileGone extends Error {
  override readonly name = 'FileGone'
}

/** The store did not do as asked, and may later: nothing is known of the file, and nothing is lost. */
export class FileTrouble extends Error {
  override readonly name = 'FileTrouble'
}
