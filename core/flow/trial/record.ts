import { isoOf } from '#core/base/iso.ts'
import type { Millis } from '#core/base/time.ts'
import type { Definition } from '#core/flow/definition.ts'
import type { Person } from '#core/flow/person.ts'
import { bubbleOf, titlesOf } from '#core/flow/trial/bubble.ts'
import {
  CUSTOMER_TAGS_MAX,
  type Expectation,
  SAID_MAX,
  SCRIPT_STEPS_MAX,
  type Script,
  SENDABLE,
  type Step,
  WAY_MAX,
  WORDS_MAX,
} from '#core/flow/trial/script.ts'
import type { Draft } from '#core/whatsapp/draft.ts'

/** A turn as it was written down when it happened. */
export type Recorded = {
  readonly at: Millis
  readonly heard: { readonly kind: string; readonly text: string; readonly media?: string | undefined }
  readonly outcome: string
  readonly steps: readonly {
    readonly node: string
    readonly outlet: string | null
    readonly set: Readonly<Record<string, string>>
    readonly was: Readonly<Record<string, string>>
    readonly tags: readonly string[]
    readonly sent: readonly { readonly draft: Draft; readonly refused: string | null }[]
  }[]
}

/** A silence that is worth a step of its own. */
const SILENCE: Millis = 5 * 60_000

/**
 * What happened to one contact, oldest first, as a test: what they did is repeated, what came of it is expected. `person`: what is
 * known of them now; what the turns set is taken back, so that the test begins as the talk did. Null: nothing of it can be repeated.
 */
export function recordScript(
  turns: readonly Recorded[],
  about: { readonly name: string; readonly person: Pick<Person, 'name' | 'phone' | 'fields' | 'tags'> },
  definition: Definition,
): Script | null {
  const [first] = turns
  if (!first) return null
  const steps: Step[] = []
  let at = first.at
  for (const turn of turns) {
    const gap = turn.at - at
    const expect = expectationOf(turn, definition)
    if (turn.heard.kind === 'alarm') steps.push({ waits: lengthOf(gap), expect })
    else {
      if (gap >= SILENCE) steps.push({ waits: lengthOf(gap) })
      const act = actOf(turn)
      if (act) steps.push({ ...act, expect })
    }
    at = turn.at
  }
  if (steps.length === 0) return null
  const { name, phone, fields, tags } = before(turns, about.person)
  return {
    name: about.name,
    at: isoOf(first.at),
    customer: { name: name.slice(0, 80), phone: phone.replace(/\D/g, ''), fields, tags: [...tags] },
    steps: steps.slice(0, SCRIPT_STEPS_MAX),
  }
}

/** Seconds that a script can say as such. */
const SECONDS_MAX = 999_999

/** Whole seconds, in the largest unit that says it exactly, and never less than was waited; a very long wait in whole minutes. */
function lengthOf(gap: Millis): string {
  const exact = Math.max(1, Math.ceil(gap / 1000))
  const seconds = exact > SECONDS_MAX ? Math.ceil(exact / 60) * 60 : exact
  if (seconds % 86_400 === 0) return `${seconds / 86_400}d`
  if (seconds % 3600 === 0) return `${seconds / 3600}h`
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`
}

type Act =
  | { says: string }
  | { taps: string }
  | { sends: (typeof SENDABLE)[number]; caption?: string }
  | { starts: true }

function actOf({ heard }: Recorded): Act | null {
  const { kind, text, media } = heard
  const words = text.slice(0, WORDS_MAX)
  if (kind === 'text' || kind === 'form') return { says: words }
  if (kind === 'tap') return { taps: words }
  if (kind === 'start') return { starts: true }
  const sends = SENDABLE.find((known) => known === (kind === 'media' ? (media ?? 'image') : kind))
  return sends ? { sends, ...(words ? { caption: words } : {}) } : null
}

const OUTCOMES = ['waiting', 'ended', 'handed-over', 'failed', 'ignored'] as const

function expectationOf({ steps, outcome }: Recorded, definition: Definition): Expectation {
  const sent = steps.flatMap(({ node, sent }) => sent.map((one) => ({ node, ...one })))
  const refused = sent.flatMap((one) => one.refused ?? [])
  const fields: Record<string, string | null> = {}
  for (const { set } of steps)
    for (const [key, value] of Object.entries(set)) if (value.length <= WORDS_MAX) fields[key] = value || null
  const tags = new Map(steps.flatMap((step) => step.tags).map((tag) => [tag.slice(1), tag.startsWith('+')]))
  const known = OUTCOMES.find((one) => one === outcome)
  const messages = sent.flatMap((one) => {
    if (one.refused !== null) return []
    const bubble = bubbleOf(one.draft, one.node, definition)
    const buttons = titlesOf(bubble)
    return [{ node: one.node, text: bubble.text, ...(buttons.length > 0 ? { buttons } : {}) }]
  })
  return {
    // what is more than a test holds is not looked at
    ...(messages.length <= SAID_MAX ? { messages } : {}),
    ...(steps.length <= WAY_MAX ? { way: steps.map(({ node, outlet }) => ({ node, by: outlet })) } : {}),
    ...(refused.length > 0 ? { refused } : {}),
    ...(Object.keys(fields).length > 0 ? { fields } : {}),
    ...(tags.size > 0 ? { tags: [...tags].map(([tag, isThere]) => (isThere ? tag : `!${tag}`)) } : {}),
    ...(known ? { outcome: known } : {}),
  }
}

/** The person before all of it: what was set is what it was, tags that were given are gone. */
function before(
  turns: readonly Recorded[],
  person: Pick<Person, 'name' | 'phone' | 'fields' | 'tags'>,
): Pick<Person, 'name' | 'phone' | 'fields' | 'tags'> {
  const fields = { ...person.fields }
  const tags = new Set(person.tags)
  for (const step of turns.flatMap(({ steps }) => steps).toReversed()) {
    for (const key of Object.keys(step.set)) {
      const was = Object.hasOwn(step.was, key) ? step.was[key] : undefined
      if (was === undefined) delete fields[key]
      else fields[key] = was
    }
    for (const tag of step.tags.toReversed()) {
      if (tag.startsWith('+')) tags.delete(tag.slice(1))
      else tags.add(tag.slice(1))
    }
  }
  const kept = Object.entries(fields).filter(([, value]) => value.length <= WORDS_MAX)
  return { ...person, fields: Object.fromEntries(kept), tags: [...tags].slice(0, CUSTOMER_TAGS_MAX) }
}
