import { HOUR, type Millis } from '#core/base/time.ts'
import { isSilent } from '#core/flow/advance.ts'
import { wordsIn } from '#core/flow/answer/answer.ts'
import type { Taking } from '#core/flow/kind.ts'
import { takesAt } from '#core/flow/kinds.ts'
import { priorityOf, type StartNode } from '#core/flow/nodes/start.ts'
import type { Facts, Happening, Run } from '#core/flow/run.ts'
import { isBetter, type KeywordHit, keywordHit, WHOLE } from '#core/flow/step/keyword.ts'
import { roundOf } from '#core/flow/step/loop.ts'
import { isOfRound, placeOf } from '#core/flow/step/tap.ts'
import { fieldsAt, nodeAt } from '#core/flow/step/turn.ts'
import { plain } from '#core/flow/text/fold.ts'
import type { Content, Heard } from '#core/whatsapp/heard.ts'

/** An older message is kept for people; a bot that answers it would greet someone a week late. */
export const STALE_INBOUND: Millis = HOUR

/** One enabled flow of the bot, as published now. */
export type Trigger = { readonly flow: string; readonly version: string; readonly start: StartNode }

export type RouteContext = {
  readonly facts: Facts
  /** How long ago the customer sent it. */
  readonly age: Millis
  /** Nothing that could be answered was ever heard from this contact before. */
  readonly firstMessage: boolean
  /** When this contact last got a default reply that is capped; null or missing: never. */
  readonly fallbackAt?: Millis | null
  /** The ad or post that the message came by. */
  readonly referral?: Heard['referral']
}

/** What begins a flow. */
type Why = 'ad' | 'keyword' | 'welcome' | 'fallback'

export type Route =
  | { readonly kind: 'continue'; readonly happening: Happening }
  | {
      readonly kind: 'start'
      readonly flow: string
      readonly version: string
      readonly why: Why | 'oldTap'
      readonly happening: Happening
    }
  | { readonly kind: 'none'; readonly why: 'silent' | 'stale' | 'unanswered' }

/**
 * Who answers a message, in this order:
 * 1. Reactions, notices and messages older than an hour: nobody.
 * 2. A tap on a step of the run's own flows goes on there, wherever the run waits by now; a tap on an old message of
 *    another flow begins that flow behind the button. While a run waits, a tap of a loop's round that is over begins nothing:
 *    the step that waits hears it as no answer.
 * 3. A click on an ad or post: the flow that names it, else one that takes any; and the flow is begun again.
 * 4. The run that waits, when it takes the message as its answer: a valid answer or a skip word, a button's words.
 * 5. A keyword that is the WHOLE message: so "menu" is always a way out, except where any text is a valid answer.
 * 6. The run that waits, with what is no answer: a question asks again, a menu goes on by its outlet `other`.
 * 7. Any keyword.
 * 8. The welcome, if it is the contact's first message; then the default reply, unless a run sleeps on the clock, or the
 *    contact had it within the hours for which it is said once.
 * Among the flows of one line the highest priority goes first; then the keyword that fits best, the longer keyword, the older flow.
 */
export function route(
  run: Run | null,
  content: Content,
  triggers: readonly Trigger[],
  context: RouteContext,
): Route {
  const why = whyUnanswered(content, context.age)
  if (why) return { kind: 'none', why }
  if (content.kind === 'welcome') return greeting(triggers, context)
  const goesOn: Route = { kind: 'continue', happening: { kind: 'message', content } }
  if (run?.waiting && placeOf(run.frames, content, context.facts)) return goesOn
  if (run?.waiting && isOfRound(content)) return pastRound(run, content, context.facts)
  const oldTap = oldTapOf(triggers, content, context.facts)
  if (oldTap) return oldTap
  const ad = context.referral && adOf(triggers, content, context.referral)
  if (ad) return begin(ad, 'ad')
  const taking = takingOf(run, content, context.facts)
  if (taking === 'answer') return goesOn
  const whole = keywordOf(triggers, content, WHOLE)
  if (whole) return begin(whole.trigger, 'keyword')
  if (taking === 'other') return goesOn
  const keyword = keywordOf(triggers, content, 1)
  if (keyword) return begin(keyword.trigger, 'keyword')
  if (run?.waiting?.for === 'time') return { kind: 'none', why: 'unanswered' }
  return otherwise(triggers, context)
}

/** Why nobody answers this, whatever the flows; null: somebody may. It is no first message either: the next one is. */
export function whyUnanswered(content: Content, age: Millis): 'silent' | 'stale' | null {
  if (content.kind !== 'welcome' && isSilent(content)) return 'silent'
  return age > STALE_INBOUND ? 'stale' : null
}

/** The button of an item that is done with: no answer to what is asked now, and no word that begins a flow. */
function pastRound(run: Run, content: Content, facts: Facts): Route {
  if (takingOf(run, content, facts) === 'nothing') return { kind: 'none', why: 'stale' }
  return { kind: 'continue', happening: { kind: 'message', content } }
}

/** WhatsApp says that somebody opened the chat for the first time: nothing but a welcome answers that. */
function greeting(triggers: readonly Trigger[], { firstMessage }: RouteContext): Route {
  const welcome = firstMessage ? firstOf(triggers, ({ start }) => start.welcome) : undefined
  return welcome ? begin(welcome, 'welcome') : { kind: 'none', why: 'silent' }
}

function takingOf(run: Run | null, content: Content, facts: Facts): Taking {
  const frame = run?.waiting ? run.frames.at(-1) : undefined
  if (!run?.waiting || !frame || run.waiting.for === 'time') return 'nothing'
  const node = nodeAt(facts, frame)
  if (typeof node === 'string') return 'nothing'
  const { now, person, workspace } = facts
  const own = { catalogue: fieldsAt(facts, frame), locals: frame.locals }
  const round = roundOf(run.frames)
  const view = { now, person, workspace, ...own, node: frame.node, round, tries: run.waiting.tries }
  return takesAt(node.kind, node, content, view)
}

/** The flow whose keyword takes the message at least so well: by priority, then by how well it fits, then the first. */
function keywordOf(
  triggers: readonly Trigger[],
  content: Content,
  fit: number,
): { trigger: Trigger; hit: KeywordHit } | undefined {
  const said = wordsIn(content)
  return said ? keywordWinner(triggers, said, fit) : undefined
}

/** The same for a text: also what the builder shows of a word that several flows take. */
export function keywordWinner(
  triggers: readonly Trigger[],
  said: string,
  fit = 1,
): { trigger: Trigger; hit: KeywordHit } | undefined {
  let best: { trigger: Trigger; hit: KeywordHit } | undefined
  for (const trigger of triggers) {
    const hit = keywordHit(trigger.start, said)
    if (hit.fit < fit) continue
    const ahead = best ? priorityOf(trigger.start) - priorityOf(best.trigger.start) : 1
    if (ahead > 0 || (ahead === 0 && best && isBetter(hit, best.hit))) best = { trigger, hit }
  }
  return best
}

/** The flow that names the ad, else one that takes any. */
function adOf(
  triggers: readonly Trigger[],
  content: Content,
  referral: NonNullable<Heard['referral']>,
): Trigger | undefined {
  const words = ` ${plain(`${referral.headline} ${wordsIn(content) ?? ''}`)} `
  const isNamed = (name: string) =>
    name === referral.id || name === referral.source || words.includes(` ${plain(name)} `)
  return (
    firstOf(triggers, ({ start }) => start.ads?.some(isNamed) ?? false) ??
    firstOf(triggers, ({ start }) => start.ads?.length === 0)
  )
}

/** The flow with the highest priority among those that fit, of equals the first. */
function firstOf(triggers: readonly Trigger[], fits: (trigger: Trigger) => boolean): Trigger | undefined {
  let best: Trigger | undefined
  for (const trigger of triggers)
    if (fits(trigger) && (!best || priorityOf(trigger.start) > priorityOf(best.start))) best = trigger
  return best
}

/** A button of a message that some flow of this bot sent before: the first flow that still has that step. */
function oldTapOf(triggers: readonly Trigger[], content: Content, facts: Facts): Route | undefined {
  if (content.kind !== 'tap') return undefined
  for (const { flow, version } of triggers) {
    if (!placeOf([{ version, node: '' }], content, facts)) continue
    return {
      kind: 'start',
      flow,
      version,
      why: 'oldTap',
      happening: { kind: 'start', version, tap: content.id },
    }
  }
  return undefined
}

function otherwise(triggers: readonly Trigger[], context: RouteContext): Route {
  const { firstMessage } = context
  const welcome = firstMessage ? firstOf(triggers, ({ start }) => start.welcome) : undefined
  if (welcome) return begin(welcome, 'welcome')
  const fallback = firstOf(triggers, ({ start }) => start.fallback)
  return fallback && !isCapped(fallback, context)
    ? begin(fallback, 'fallback')
    : { kind: 'none', why: 'unanswered' }
}

function isCapped({ start }: Trigger, { fallbackAt = null, facts }: RouteContext): boolean {
  return (
    start.fallbackEvery !== undefined &&
    fallbackAt !== null &&
    facts.now - fallbackAt < start.fallbackEvery * HOUR
  )
}

function begin({ flow, version }: Trigger, why: Why): Route {
  return { kind: 'start', flow, version, why, happening: { kind: 'start', version } }
}
