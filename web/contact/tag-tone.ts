import type { Tone } from '#web/ui/Badge.tsx'

const TONES: readonly Tone[] = ['brand', 'orange', 'violet', 'info', 'rose', 'teal', 'warn']

/** The colour of a tag follows from its words, so that it is the same everywhere and for everyone. */
export function toneOf(tag: string): Tone {
  let sum = 7
  for (const letter of tag.toLowerCase()) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0
  return TONES[sum % TONES.length] ?? 'neutral'
}
