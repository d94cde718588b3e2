import { z } from 'zod'

export const Language = z.enum(['id', 'en'])
export type Language = z.infer<typeof Language>

/** What is said to a person, in each language. */
export type Words = Readonly<Record<Language, string>>
