export const WAYS = ['facebook', 'manual', '360dialog'] as const
export type Way = (typeof WAYS)[number]

/** The way that the address names, else the easiest that is there. */
export function wayOf(asked: unknown, isOffered: boolean): Way {
  const named = WAYS.find((way) => way === String(asked))
  return named ?? (isOffered ? 'facebook' : 'manual')
}
