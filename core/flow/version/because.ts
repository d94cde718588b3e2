import { z } from 'zod'

/** Why a contact has the version that they have: a canary with this share of contacts runs, and the contact is or is not of it. */
export const Because = z.object({ share: z.number().int(), isNew: z.boolean() })
export type Because = z.infer<typeof Because>
