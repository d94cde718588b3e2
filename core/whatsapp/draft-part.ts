import { z } from 'zod'

/** Where a medium comes from: a file of ours (uploaded to Meta on sending), a public link, or an id Meta gave. */
export const Source = z.union([
  z.object({ file: z.string().max(100) }),
  z.object({ link: z.string().max(2000) }),
  z.object({ mediaId: z.string().max(200) }),
])
export type Source = z.infer<typeof Source>

const MEDIA = ['image', 'video', 'audio', 'document', 'sticker'] as const
export const Media = z.enum(MEDIA)
export type Media = z.infer<typeof Media>

/** Room for words that grew too long, so that they can still be shown; Meta's bounds are `checkDraft`'s. */
export const text = z.string().max(64_000)

export const Header = z.union([
  z.object({ kind: z.literal('text'), text }),
  z.object({ kind: z.enum(['image', 'video', 'document']), source: Source, filename: text.optional() }),
])
export type Header = z.infer<typeof Header>

export const ReplyButton = z.object({ id: text, title: text })

/** A product of a catalog: `sku` is Meta's retailer id. */
export const Product = z.object({ sku: text, catalogId: text })
