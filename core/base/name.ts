import { z } from 'zod'
import { cleanName } from '#core/base/text.ts'

/** A name that somebody gives; one of more than `max` characters, or of none that is seen, is refused. */
export function nameOf(max: number) {
  return z
    .string()
    .max(4 * max)
    .transform(cleanName)
    .pipe(z.string().min(1).max(max))
}
