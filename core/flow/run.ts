import type { Millis } from '#core/base/time.ts'
import type { Definition } from '#core/flow/definition.ts'
import type { Effect } from '#core/flow/effect.ts'
import type { HttpReply } from '#core/flow/http/call.ts'
import type { RunFault } from '#core/flow/kind.ts'
import type { Frame } from '#core/flow/local/frame.ts'
import type { Known } from '#core/flow/person.ts'
import type { Because } from '#core/flow/version/because.ts'
import type { Content } from '#core/whatsapp/heard.ts'

/** Why a run stands still. `token` names this very wait, so that a late alarm finds nothing. */
export type Waiting = {
  readonly for: 'answer' | 'tap' | 'time'
  readonly token: string
  readonly since: Millis
  /** When its alarm rings; null: it waits for ever. */
  readonly until: Millis | null
  readonly tries: number
  /** The answer of another server that came while people had the chat; it is heard when the alarm rings. */
  readonly reply?: HttpReply
}

/** One contact's way through a flow, pinned to the versions it entered. Plain JSON; innermost frame last. */
export type Run = {
  readonly frames: readonly Frame[]
  readonly waiting: Waiting | null
  /** Steps taken since it began. */
  readonly steps: number
  /** How many flows set each other off before it; missing: a person began it. */
  readonly depth?: number
}

/** What a run hears. */
export type Happening =
  /** `tap`: begins behind a button of an old message of this flow (its id on the wire) instead of at the start. */
  | { readonly kind: 'start'; readonly version: string; readonly tap?: string }
  | { readonly kind: 'message'; readonly content: Content }
  | { readonly kind: 'alarm'; readonly token: string }
  /** The answer of another server that this very wait asked for. */
  | { readonly kind: 'reply'; readonly token: string; readonly reply: HttpReply }

/** Everything `advance` may know besides the run. Randomness and ids come in, so that a replay gives the same. */
export type Facts = Known & {
  /** A number in [0, 1) for the n-th draw. */
  readonly random: (draw: number) => number
  /** The version's definition, if it still exists. */
  readonly definitionOf: (version: string) => Definition | undefined
  /** The version with which this contact begins a flow now. */
  readonly publishedOf: (flow: string) => string | undefined
}

/** One line of the trace: a node entered or left, by which outlet, what it set, what it asked for. */
export type TraceStep = {
  readonly version: string
  readonly node: string
  readonly kind: string
  readonly name: string
  /** What it was shown or heard, in short. */
  readonly heard?: string
  readonly outlet?: string
  /** Fields after it, empty when it emptied them. */
  readonly set?: Readonly<Record<string, string>>
  /** What those fields held before; one that is missing was empty. */
  readonly was?: Readonly<Record<string, string>>
  /** Tags that it gave (`+vip`) and took (`-vip`). */
  readonly tags?: readonly string[]
  /** What it set in the run itself. */
  readonly local?: Readonly<Record<string, string>>
  /** Positions in the list of effects that this step asked for. */
  readonly effects: readonly number[]
  readonly fault?: RunFault
  /** Where the contact came to a version while a canary of it ran: its number, and why it was that one. */
  readonly chosen?: Because & { readonly number: number }
}

export type Advance = {
  /** Null when the run is over. */
  readonly run: Run | null
  readonly outcome: 'waiting' | 'ended' | 'handed-over' | 'failed' | 'ignored'
  readonly effects: readonly Effect[]
  readonly trace: readonly TraceStep[]
}
