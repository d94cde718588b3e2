import type { Millis } from '#core/base/time.ts'
import type { FieldType } from '#core/contact/field/value.ts'
import type { Wish } from '#core/flow/effect.ts'
import type { HttpCall, HttpReply } from '#core/flow/http/call.ts'
import type { Loop } from '#core/flow/local/frame.ts'
import type { Known } from '#core/flow/person.ts'
import type { Report } from '#core/flow/problem.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import type { Content } from '#core/whatsapp/heard.ts'

export const RUN_FAULTS = [
  'step-limit',
  'message-limit',
  'run-limit',
  'subflow-depth',
  'loop-depth',
  'missing-node',
  'missing-flow',
  'missing-version',
  'bad-text',
  'bad-template',
  'event-loop',
  'bad-value',
  'bad-answer',
  'bad-formula',
  'missing-member',
] as const
export type RunFault = (typeof RUN_FAULTS)[number]

/** What a step may see while it decides: the person already has what this same happening set. */
export type View = Known & {
  /** The node that is stepped on. */
  readonly node: string
  /** Names the round of the loops in which it stands (`roundOf`); `''` or missing outside of all loops. */
  readonly round?: string
  /** Wrong answers so far in this wait. */
  readonly tries: number
}

/** A view with hands: what a step may ask for, and its next random number in [0, 1). */
export type Scene = View & {
  readonly ask: (wish: Wish) => void
  readonly draw: () => number
  /** The loop of this very node, while its rounds are made. */
  readonly loop: Loop | null
}

/** Where a step leads. */
export type Move =
  | { readonly to: 'outlet'; readonly outlet: string; readonly heard?: string; readonly fault?: RunFault }
  | {
      readonly to: 'wait'
      readonly for: 'answer' | 'tap' | 'time'
      readonly until: Millis | null
      readonly tries?: number
      readonly heard?: string
      /** What is asked of another server; its answer comes as a happening of its own. */
      readonly call?: HttpCall
    }
  /** `given`: the inputs as they were written, by key. */
  | {
      readonly to: 'subflow'
      readonly flow: string
      readonly given?: Readonly<Record<string, string>>
    }
  /** A round of a loop begins; null: the loop is over. */
  | {
      readonly to: 'loop'
      readonly outlet: 'each' | 'done'
      readonly loop: Loop | null
      readonly heard?: string
      readonly fault?: RunFault
    }
  | { readonly to: 'flow'; readonly flow: string }
  | { readonly to: 'people' }
  | { readonly to: 'fault'; readonly fault: RunFault }

/** How a wait takes what it hears: as its answer, as something else that still has a way on, or not at all. */
export type Taking = 'answer' | 'other' | 'nothing'

/**
 * One way out of a step. `title` is what people wrote on it (a button's words); without one the interface names it
 * by `word`. `required`: a flow with this outlet open cannot be published.
 */
export type Outlet = {
  readonly name: string
  readonly word: OutletWord
  readonly title: string | null
  readonly required: boolean
  /** Who moves a run through it: the run by itself after `after`, or only the customer. */
  readonly by: 'itself' | 'customer'
  readonly after: Millis
}
export type OutletWord =
  | 'next'
  | 'button'
  | 'row'
  | 'other'
  | 'timeout'
  | 'answered'
  | 'option'
  | 'invalid'
  | 'skip'
  | 'yes'
  | 'no'
  | 'failed'
  | 'success'
  | 'branch'
  | 'each'
  | 'done'

/** Something of the workspace, by its id, with the name that it had when it was chosen; an empty id: not chosen yet. */
export type Reference = { readonly ref: string; readonly name: string }

/** What a node names outside itself. `texts` may hold merge fields. */
export type Refs = {
  readonly texts?: readonly string[]
  /** Fields that are read or emptied; `fills` are those that get a value. */
  readonly fields?: readonly string[]
  readonly fills?: readonly string[]
  /** Formulas, with the type that each must come to, or the field that takes it. */
  readonly formulas?: readonly {
    readonly text: string
    readonly wanted: FieldType | { readonly field: string }
  }[]
  readonly tags?: readonly string[]
  /** Flows that are called and come back; `leaves` are those that do not. */
  readonly calls?: readonly string[]
  readonly leaves?: readonly string[]
  readonly files?: readonly string[]
  /** Secrets of the workspace, by name. */
  readonly secrets?: readonly string[]
  /** Message templates that it sends, by name and language. */
  readonly templates?: readonly { readonly name: string; readonly language: string }[]
  readonly members?: readonly Reference[]
  readonly teams?: readonly Reference[]
  readonly segments?: readonly Reference[]
  readonly numbers?: readonly Reference[]
  /** Whether it asks for the workspace's business hours. */
  readonly hours?: boolean
}

/** Everything the house knows of one kind of node, beside its schema. */
export type Kind<N> = {
  readonly enter: (node: N, scene: Scene) => Move
  /** Only kinds that wait for words: how they would take them, without doing anything. */
  readonly takes?: (node: N, content: Content, view: View) => Taking
  /** Only kinds that wait for words: null when `takes` says `nothing`. */
  readonly hear?: (node: N, content: Content, scene: Scene) => Move | null
  /** Only kinds that ask another server: where its answer leads. */
  readonly receive?: (node: N, reply: HttpReply, scene: Scene) => Move
  /** The outlet by which an alarm goes on. */
  readonly late?: string
  readonly refs: (node: N) => Refs
  readonly check: (node: N, report: Report) => void
  /** Only kinds that speak: the messages with their texts put through `say`; none when nothing is said. */
  readonly drafts?: (node: N, say: (template: string) => string) => readonly Draft[]
}

type More = { readonly title?: string; readonly required?: boolean; readonly after?: Millis }

/** A way by which the run goes on without the customer, at once or `after` a while; `id` names one of several. */
export function byItself(word: OutletWord, more: More & { readonly id?: string } = {}): Outlet {
  return { ...outlet(word, more), by: 'itself' }
}

/** A way that only the customer opens. */
export function byCustomer(word: OutletWord, more: More & { readonly id?: string } = {}): Outlet {
  return { ...outlet(word, more), by: 'customer' }
}

function outlet(word: OutletWord, more: More & { readonly id?: string }): Omit<Outlet, 'by'> {
  return {
    name: more.id === undefined ? word : `${word}:${more.id}`,
    word,
    title: more.title ?? null,
    required: more.required ?? false,
    after: more.after ?? 0,
  }
}
