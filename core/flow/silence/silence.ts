import type { Details } from '#core/base/refusal.ts'
import type { Millis } from '#core/base/time.ts'
import { isSilent } from '#core/flow/advance.ts'
import { wordsIn } from '#core/flow/answer/answer.ts'
import { STALE_INBOUND } from '#core/flow/route.ts'
import { nearestKeyword } from '#core/flow/silence/near.ts'
import type { SilenceCode } from '#core/flow/silence/words.ts'
import { isOfRound } from '#core/flow/step/tap.ts'
import type { Content } from '#core/whatsapp/heard.ts'

/** What is known of a chat when somebody asks why its bot says nothing. Times are the channel's. */
export type SilenceFacts = {
  readonly now: Millis
  /** The bot that the number is linked to, or whose draft the customer tries; null: none. */
  readonly bot: string | null
  /** The breaker that holds the number's messages back, by Meta's code; null: none. */
  readonly trouble: number | null
  readonly paused: { readonly until: Millis | null } | null
  /** What the customer wrote last; null: nothing yet. `late`: how long it was under way. */
  readonly heard: { readonly at: Millis; readonly content: Content; readonly late: Millis } | null
  /** Happenings of the contact that wait for their turn, and those that were set aside after it. */
  readonly pending: number
  readonly setAside: number
  /** What the flows did with it: the last turn since then. */
  readonly turn: {
    readonly outcome: string
    readonly flowId: string | null
    readonly flow: string
    readonly node: string
    readonly fault: string | null
    readonly said: number
  } | null
  /** The last message of the bot since then. */
  readonly answer: {
    readonly at: Millis
    readonly state: string
    readonly refusal: string | null
    readonly details: Details
    readonly fault: { readonly code: number; readonly title: string } | null
  } | null
  /** Where the chat's run stands now. */
  readonly run: {
    readonly flowId: string | null
    readonly flow: string
    readonly node: string
    readonly for: 'answer' | 'tap' | 'time'
    readonly until: Millis | null
  } | null
  /** What may start a flow of the bot. */
  readonly triggers: readonly {
    readonly flowId: string
    readonly flow: string
    readonly keywords: readonly string[]
  }[]
}

/** What a person can do about it. */
export type SilenceFix =
  | 'wake'
  | 'link'
  | 'channel'
  | 'write-template'
  | 'publish-flow'
  | 'add-keyword'
  | 'look-aside'
  | 'open-flow'
  | null

/** One plain answer. `details` fill its sentence; moments among them are milliseconds. */
export type Silence = {
  readonly code: SilenceCode
  readonly fix: SilenceFix
  readonly details: Details
  /** The flow that the fix opens. */
  readonly flowId: string | null
}

/** Why the bot says nothing: the first reason that holds, from the line to the words; or that it does not say nothing. */
export function explainSilence(facts: SilenceFacts): Silence {
  return atTheDoor(facts) ?? onTheWay(facts) ?? ofTheFlow(facts) ?? ofTheWords(facts)
}

/** Nothing can be heard or answered at all. */
function atTheDoor({ bot, heard, setAside, pending, paused }: SilenceFacts): Silence | null {
  if (bot === null) return say('unlinked', 'link')
  if (!heard) return say('nothing-heard', null)
  if (setAside > 0) return say('set-aside', 'look-aside')
  if (pending > 0) return say('pending', null)
  if (!paused) return null
  return paused.until === null ? say('paused', 'wake') : say('paused-until', 'wake', { until: paused.until })
}

/** It answered, and the answer did not arrive. */
function onTheWay({ answer, trouble }: SilenceFacts): Silence | null {
  if (answer?.refusal) {
    const isWindow = answer.refusal.startsWith('window')
    return say('refused', isWindow ? 'write-template' : 'channel', {
      ...answer.details,
      refusal: answer.refusal,
    })
  }
  if (answer?.fault) return say('failed', 'channel', { ...answer.fault })
  if (trouble !== null && answer?.state !== 'read') return say('held', 'channel', { code: trouble })
  if (answer && WAITING.has(answer.state)) return say('sending', null)
  return answer ? say('answered', null, { at: answer.at }) : null
}
const WAITING: ReadonlySet<string> = new Set(['queued', 'sending', 'uncertain'])

/** A flow took it and said nothing. */
function ofTheFlow({ turn, run, heard }: SilenceFacts): Silence | null {
  if (turn?.fault) return { ...say('run-failed', 'open-flow', { ...turn }), flowId: turn.flowId }
  if (turn && run) return waitsAt(run)
  if (turn) return { ...say('run-ended', 'open-flow', { ...turn }), flowId: turn.flowId }
  if (heard && heard.late > STALE_INBOUND)
    return say('stale', null, { minutes: Math.round(heard.late / 60_000) })
  if (heard && isSilent(heard.content)) return say('no-words', null)
  if (run && heard && isOfRound(heard.content))
    return { ...say('past-round', 'open-flow', { flow: run.flow, node: run.node }), flowId: run.flowId }
  return run?.for === 'time' ? waitsAt(run) : null
}

function waitsAt({ flowId, flow, node, for: wanted, until }: NonNullable<SilenceFacts['run']>): Silence {
  const code = wanted === 'time' ? 'waits-time' : wanted === 'tap' ? 'waits-tap' : 'waits-answer'
  return { ...say(code, 'open-flow', { flow, node, until }), flowId }
}

/** Nobody took it: nothing starts with these words, and no step waits for them. */
function ofTheWords({ triggers, heard, run }: SilenceFacts): Silence {
  if (run) return waitsAt(run)
  if (triggers.length === 0) return say('no-flow', 'publish-flow')
  const said = (heard && wordsIn(heard.content)) ?? ''
  const near = nearestKeyword(triggers, said)
  if (!near) return say('no-trigger', 'add-keyword', { said })
  const { keyword, flow, flowId } = near
  return { ...say('near-trigger', 'add-keyword', { said, keyword, flow }), flowId }
}

function say(code: SilenceCode, fix: SilenceFix, details: Details = {}): Silence {
  return { code, fix, details, flowId: null }
}
