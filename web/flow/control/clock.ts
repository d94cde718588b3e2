import type { Words } from '#web/flow/model/words.ts'

/** A time of day as the language writes it: 08.30 or 08:30. */
export function sayClock(clock: string, words: Words): string {
  const [hours = '', minutes = ''] = clock.split(':')
  return words('clock', { hours, minutes })
}
