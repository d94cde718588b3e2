import { assert } from '#core/base/assert.ts'
import type { JsonObject } from '#core/base/json.ts'
import type { Header, Source } from '#core/whatsapp/draft-part.ts'

/** Meta's id of a file of ours, once it was uploaded. */
export type MediaIdOf = (file: string) => string | undefined

export function encodeSource(source: Source, mediaIdOf: MediaIdOf): JsonObject {
  if ('link' in source) return { link: source.link }
  if ('mediaId' in source) return { id: source.mediaId }
  const id = mediaIdOf(source.file)
  assert(id, `file ${source.file} was uploaded before it is sent`)
  return { id }
}

/** The `header` of an interactive message, or nothing. */
export function encodeHeader(header: Header | undefined, mediaIdOf: MediaIdOf): JsonObject {
  if (!header) return {}
  if (header.kind === 'text') return { header: { type: 'text', text: header.text } }
  const medium = {
    ...encodeSource(header.source, mediaIdOf),
    ...(header.filename && { filename: header.filename }),
  }
  return { header: { type: header.kind, [header.kind]: medium } }
}

/** What every interactive message has: its type, its words, its footer. */
export function encodeFrame(
  type: string,
  { text, footer }: { readonly text?: string | undefined; readonly footer?: string | undefined },
): JsonObject {
  return { type, ...(text && { body: { text } }), ...(footer && { footer: { text: footer } }) }
}
