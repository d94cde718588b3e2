import { z } from 'zod'

const PAGE_MAX = 200

/** Keyset paging: `cursor` is opaque and comes from the reply before. */
export const PageAsk = {
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(50),
}
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), cursor: z.string().nullable() })
}
