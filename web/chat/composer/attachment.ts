import type { Media } from '#core/whatsapp/draft-part.ts'

const KB = 1024
const MB = 1024 * KB

/** How many files one sending takes. */
export const ATTACHMENTS_MAX = 10

/**
 * What the Cloud API takes, by medium: kinds and most bytes (Graph API v25.0, "Supported media types").
 * Anything else travels as a document.
 */
const MEDIA_RULES: readonly {
  readonly media: Media
  readonly mimes: RegExp
  readonly bytesMax: number
}[] = [
  { media: 'image', mimes: /^image\/(jpeg|png)$/, bytesMax: 5 * MB },
  { media: 'sticker', mimes: /^image\/webp$/, bytesMax: 500 * KB },
  { media: 'video', mimes: /^video\/(mp4|3gpp)$/, bytesMax: 16 * MB },
  { media: 'audio', mimes: /^audio\/(aac|amr|mpeg|mp3|mp4|m4a|x-m4a|ogg)$/, bytesMax: 16 * MB },
]
const DOCUMENT_BYTES_MAX = 100 * MB

export type Judged =
  | { readonly ok: true; readonly media: Media }
  | { readonly ok: false; readonly why: 'empty' | 'too-large'; readonly bytesMax: number }

/** As which medium a file travels, or why WhatsApp would not take it. */
export function judgeFile(file: { readonly type: string; readonly size: number }): Judged {
  const mime = file.type.split(';')[0]?.trim().toLowerCase() ?? ''
  const rule = MEDIA_RULES.find((each) => each.mimes.test(mime))
  const bytesMax = rule?.bytesMax ?? DOCUMENT_BYTES_MAX
  if (file.size === 0) return { ok: false, why: 'empty', bytesMax }
  if (file.size > bytesMax) return { ok: false, why: 'too-large', bytesMax }
  return { ok: true, media: rule?.media ?? 'document' }
}

/** Audio and stickers carry no words; then the text goes out as a message of its own. */
export function carriesCaption(media: Media): boolean {
  return media === 'image' || media === 'video' || media === 'document'
}

/** A size as people read it: 480 KB, 2,4 MB. */
export function sizeText(bytes: number, number: (value: number) => string): string {
  if (bytes < MB) return `${number(Math.max(1, Math.round(bytes / KB)))} KB`
  return `${number(Math.round((bytes / MB) * 10) / 10)} MB`
}
