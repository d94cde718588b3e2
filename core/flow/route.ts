import { HOUR, type Millis } from '#core/base/time.ts'
import { isSilent } from '#core/flow/advance.ts'
import { wordsIn } from '#core/flow/answer/answer.ts'
import type { Taking } from '#core/flow/kind.ts'
import { takesAt } from '#core/flow/kinds.ts'
import type { StartNode } from '#core/flow/nodes/start.ts'
import type { Facts, Happening, Run } from '#core/flow/run.ts'
import { isBetter, type KeywordHit, keywordHit, WHOLE } from '#core/flow/step/keyword.ts'
import { placeOf } from '#core/flow/step/tap.ts'
import { nodeAt } from '#core/flow/step/turn.ts'
import type { Content } from '#core/whatsapp/heard.ts'

/** An older message is kept for people; a bot that answers it would greet someone a week late. */
export const STALE_INBOUND: Millis = HOUR

/** One enabled flow of the bot, as published now. */
export type Trigger = { readonly flow: string; readonly version: string; readonly start: StartNode }

export type RouteContext = {
  readonly facts: Facts
  /** How long ago the customer sent it. */
  readonly age: Millis
  /** Nothing was ever heard from this contact before. */
  readonly firstMessage: boolean
}

export type Route =
  | { readonly kind: 'continue'; readonly happening: Happening }
  | {
      readonly kind: 'start'
      readonly flow: string
      readonly version: string
      readonly why: 'keyword' | 'welcome' | 'fallback' | 'oldTap'
      readonly happening: Happening
    }
  | { readonly kind: 'none'; readonly why: 'silent' | 'stale' | 'unanswered' }

/**
 * Who answers a message, in this order:
 * 1. Reactions, notices and messages older than an hour: nobody.
 * 2. A tap on a step of the run's own flows goes on there, wherever the run waits by now; a tap on an old message of
 *    another flow begins that flow behind the button.
 * 3. The run that waits, when it takes the message as its answer: a valid answer or a skip word, a button's words.
 * 4. A keyword that is the WHOLE message: so "menu" is always a way out, except where any text is a valid answer.
 * 5. The run that waits, with what is no answer: a question asks again, a menu goes on by its outlet `other`.
 * 6. Any keyword.
 * 7. The welcome, if it is the contact's first message; then the default reply, unless a run sleeps on the clock.
 */
export function route(
  run: Run | null,
  content: Content,
  triggers: readonly Trigger[],
  context: RouteContext,
): Route {
  if (content.kind === 'welcome') return greeting(triggers, context)
  if (isSilent(content)) return { kind: 'none', why: 'silent' }
  if (context.age > STALE_INBOUND) return { kind: 'none', why: 'stale' }
  const goesOn: Route = { kind: 'continue', happening: { kind: 'message', content } }
  if (run?.waiting && placeOf(run.frames, content, context.facts)) return goesOn
  const oldTap = oldTapOf(triggers, content, context.facts)
  if (oldTap) return oldTap
  const taking = takingOf(run, content, context.facts)
  if (taking === 'answer') return goesOn
  const keyword = keywordOf(triggers, content)
  if (keyword && keyword.hit.fit === WHOLE) return begin(keyword.trigger, 'keyword')
  if (taking === 'other') return goesOn
  if (keyword) return begin(keyword.trigger, 'keyword')
  if (run?.waiting?.for === 'time') return { kind: 'none', why: 'unanswered' }
  return otherwise(triggers, context)
}

/** WhatsApp says that somebody opened the chat for the first time: nothing but a welcome answers that. */
function greeting(triggers: readonly Trigger[], { firstMessage, age }: RouteContext): Route {
  if (age > STALE_INBOUND) return { kind: 'none', why: 'stale' }
  const welcome = firstMessage ? triggers.find(({ start }) => start.welcome) : undefined
  return welcome ? begin(welcome, 'welcome') : { kind: 'none', why: 'silent' }
}

function takingOf(run: Run | null, content: Content, facts: Facts): Taking {
  const frame = run?.waiting ? run.frames.at(-1) : undefined
  if (!run?.waiting || !frame || run.waiting.for === 'time') return 'nothing'
  const node = nodeAt(facts, frame)
  if (typeof node === 'string') return 'nothing'
  const { now, person, workspace } = facts
  const view = { now, person, workspace, node: frame.node, tries: run.waiting.tries }
  return takesAt(node.kind, node, content, view)
}

/** The flow whose keyword fits best; of equals the first. */
function keywordOf(
  triggers: readonly Trigger[],
  content: Content,
): { trigger: Trigger; hit: KeywordHit } | undefined {
  const said = wordsIn(content)
  if (!said) return undefined
  let best: { trigger: Trigger; hit: KeywordHit } | undefined
  for (const trigger of triggers) {
    const hit = keywordHit(trigger.start, said)
    if (hit.fit > 0 && (!best || isBetter(hit, best.hit))) best = { trigger, hit }
  }
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

function otherwise(triggers: readonly Trigger[], { firstMessage }: RouteContext): Route {
  const welcome = firstMessage ? triggers.find(({ start }) => start.welcome) : undefined
  if (welcome) return begin(welcome, 'welcome')
  const fallback = triggers.find(({ start }) => start.fallback)
  return fallback ? begin(fallback, 'fallback') : { kind: 'none', why: 'unanswered' }
}

function begin({ flow, version }: Trigger, why: 'keyword' | 'welcome' | 'fallback'): Route {
  return { kind: 'start', flow, version, why, happening: { kind: 'start', version } }
}
