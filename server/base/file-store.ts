import type { Readable } from 'node:stream'

/** Bytes that are already in memory, or a stream whose length is known. */
export type FileBody = Buffer | { readonly stream: Readable; readonly size: number }
export type StoredFile = { readonly stream: Readable; readonly size: number }

/** Where files lie. Keys are made by the server: words of small letters, digits and hyphens, parted by slashes. */
export type FileStore = {
  /** Whole or not at all; an existing file of the same key is replaced. */
  readonly write: (key: string, body: FileBody) => Promise<void>
  /** Throws `FileGone` when there is none. */
  readonly read: (key: string) => Promise<Buffer>
  /** The same as a stream, for handing out; whoever takes it reads or destroys it. */
  readonly open: (key: string) => Promise<StoredFile>
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
