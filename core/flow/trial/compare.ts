import { type Catalogue, NO_FIELDS } from '#core/contact/field/catalogue.ts'
import { type Bubble, titlesOf } from '#core/flow/trial/bubble.ts'
import type { Played } from '#core/flow/trial/play.ts'
import type { Expectation, Said, Way } from '#core/flow/trial/script.ts'
import { microOf, microText } from '#core/policy/price/micro.ts'

const DIFFERENCES = [
  'unheard-paused',
  'unheard-no-trigger',
  'unheard-no-button',
  'way-other',
  'way-left',
  'way-short',
  'text-other',
  'text-missing',
  'text-extra',
  'buttons-other',
  'refused-other',
  'field-other',
  'tag-missing',
  'tag-extra',
  'cost-other',
  'outcome-other',
] as const
export type DifferenceCode = (typeof DIFFERENCES)[number]

/** One thing that came otherwise than a test expects. `node`: the step of the flow to look at; null: the flow as a whole. */
export type Difference = {
  readonly code: DifferenceCode
  /** Which step of the test, from 0. */
  readonly step: number
  readonly node: string | null
  /** The field or tag it is about. */
  readonly subject?: string
  readonly expected: string
  readonly actual: string
}
type Found = Omit<Difference, 'step'>

/** What came otherwise, the first step of the flow that went astray before all else. */
export function differencesOf(
  played: readonly Played[],
  catalogue: Catalogue = NO_FIELDS,
): readonly Difference[] {
  return played.flatMap((one, step) => differencesAt(one, catalogue).map((found) => ({ ...found, step })))
}

function differencesAt(played: Played, catalogue: Catalogue): Found[] {
  const { expect } = played.step
  if (!expect) return []
  const unheard = unheardOf(played, expect)
  if (unheard) return [unheard]
  return [
    ...(expect.messages ? messages(expect.messages, played) : []),
    ...(expect.way ? way(expect.way, played) : []),
    ...(expect.refused ? refusals(expect.refused, played) : []),
    ...fields(expect.fields ?? {}, played, catalogue),
    ...tags(expect.tags ?? [], played),
    ...cost(expect.cost, played),
    ...outcome(expect.outcome, played),
  ]
}

/** A word that nobody took is one difference, not one for each message that did not come. */
function unheardOf({ unheard, step }: Played, { messages, way, outcome }: Expectation): Found | null {
  if (!unheard) return null
  const wanted = (messages?.length ?? 0) > 0 || (way?.length ?? 0) > 0
  if (!wanted && unheard !== 'no-button') return null
  const node = way?.[0]?.node ?? messages?.[0]?.node ?? null
  const said = 'says' in step ? step.says : 'taps' in step ? step.taps : 'sends' in step ? step.sends : ''
  return { code: `unheard-${unheard}`, node, expected: said, actual: outcome ?? '' }
}

function messages(expected: readonly Said[], { spoken, trace }: Played): Found[] {
  const said = spoken.filter(({ refused }) => refused === null)
  for (let at = 0; at < Math.max(expected.length, said.length); at++) {
    const [wanted, came] = [expected[at], said[at]]
    if (!came) {
      const node = wanted?.node ?? trace.at(-1)?.node ?? null
      return [{ code: 'text-missing', node, expected: wanted?.text ?? '', actual: '' }]
    }
    if (!wanted) return [{ code: 'text-extra', node: came.node, expected: '', actual: came.text }]
    const found = message(wanted, came)
    if (found) return [found]
  }
  return []
}

function message(wanted: Said, came: Bubble): Found | null {
  const node = came.node
  if (wanted.text.trim() !== came.text.trim())
    return { code: 'text-other', node, expected: wanted.text, actual: came.text }
  const [expected, actual] = [wanted.buttons ?? titlesOf(came), titlesOf(came)].map((all) => all.join(', '))
  return expected === actual
    ? null
    : { code: 'buttons-other', node, expected: expected ?? '', actual: actual ?? '' }
}

/** The first step that was left by another way, or that another one follows. */
function way(expected: readonly Way[], { trace }: Played): Found[] {
  const taken = trace.map(({ node, outlet }): Way => ({ node, by: outlet ?? null }))
  for (const [at, wanted] of expected.entries()) {
    const came = taken[at]
    if (!came) return [{ code: 'way-short', node: before(taken, at), expected: wanted.node, actual: '' }]
    if (came.node !== wanted.node)
      return [{ code: 'way-other', node: before(taken, at), expected: wanted.node, actual: came.node }]
    if (came.by !== wanted.by)
      return [{ code: 'way-left', node: came.node, expected: wanted.by ?? '', actual: came.by ?? '' }]
  }
  const extra = taken[expected.length]
  return extra
    ? [{ code: 'way-other', node: before(taken, expected.length), expected: '', actual: extra.node }]
    : []
}

function before(taken: readonly Way[], at: number): string | null {
  return taken[at - 1]?.node ?? taken[at]?.node ?? null
}

function refusals(expected: readonly string[], { spoken }: Played): Found[] {
  const came = spoken.filter(({ refused }) => refused !== null)
  const actual = came.map(({ refused }) => refused).join(', ')
  if (actual === expected.join(', ')) return []
  const node = (came[0] ?? spoken[0])?.node ?? null
  return [{ code: 'refused-other', node, expected: expected.join(', '), actual }]
}

function fields(
  expected: Readonly<Record<string, string | null>>,
  { person, bot, trace }: Played,
  catalogue: Catalogue,
): Found[] {
  return Object.entries(expected).flatMap(([subject, wanted]) => {
    const known = catalogue.get(subject)
    const id = known?.id ?? subject
    const values = known?.scope === 'bot' ? bot : person.fields
    const value = Object.hasOwn(values, id) ? values[id] : undefined
    if ((value ?? '') === (wanted ?? '')) return []
    const node = trace.findLast(({ set }) => set && Object.hasOwn(set, id))?.node ?? null
    return [{ code: 'field-other', node, subject, expected: wanted ?? '', actual: value ?? '' }]
  })
}

function tags(expected: readonly string[], { person, trace }: Played): Found[] {
  return expected.flatMap((wanted): Found[] => {
    const isNot = wanted.startsWith('!')
    const subject = isNot ? wanted.slice(1) : wanted
    if (person.tags.includes(subject) !== isNot) return []
    const node = trace.at(-1)?.node ?? null
    return [{ code: isNot ? 'tag-extra' : 'tag-missing', node, subject, expected: '', actual: '' }]
  })
}

function cost(expected: string | undefined, { spoken }: Played): Found[] {
  if (expected === undefined) return []
  const actual = spoken.reduce((sum, one) => sum + (microOf(one.cost ?? '0') ?? 0n), 0n)
  if (actual === microOf(expected)) return []
  return [{ code: 'cost-other', node: spoken.at(-1)?.node ?? null, expected, actual: microText(actual) }]
}

function outcome(expected: Expectation['outcome'], played: Played): Found[] {
  if (expected === undefined || expected === played.outcome) return []
  return [
    { code: 'outcome-other', node: played.trace.at(-1)?.node ?? null, expected, actual: played.outcome },
  ]
}
