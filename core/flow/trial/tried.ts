import { hearsMessages, type StartNode } from '#core/flow/nodes/start.ts'
import type { Trigger } from '#core/flow/route.ts'

/** A word that begins the flow; undefined when it names none, or only patterns. */
export function openingOf({ keywords, match }: StartNode): string | undefined {
  return match === 'pattern' ? undefined : keywords[0]
}

/**
 * What a customer who tries a draft meets: the draft, then the published flows of its bot. A draft that no message begins yet
 * hears them all, since it could not be tried otherwise; the published flows then only know their own buttons and events.
 */
export function triedTriggers(own: Trigger, published: readonly Trigger[]): readonly Trigger[] {
  if (hearsMessages(own.start)) return [own, ...published]
  return [{ ...own, start: { ...own.start, fallback: true } }, ...published.map(deaf)]
}

function deaf({ start: { ads: _, ...start }, ...trigger }: Trigger): Trigger {
  return { ...trigger, start: { ...start, keywords: [], welcome: false, fallback: false } }
}
