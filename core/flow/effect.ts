import type { Language } from '#core/base/language.ts'
import type { Millis } from '#core/base/time.ts'
import type { ChatStatus } from '#core/chat/chat-status.ts'
import type { HttpCall } from '#core/flow/http/call.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import type { Assigned } from '#core/workspace/crew.ts'

/** What a step asks for: of the world, or that the run itself keeps a value of its own. */
export type Wish = Effect | { readonly kind: 'setLocal'; readonly name: string; readonly value: string }

/** What a run asks of the world. The interpreter never acts; `server/flow/perform.ts` does. */
export type Effect =
  | { readonly kind: 'say'; readonly node: string; readonly draft: Draft }
  /** A contact's field, by its id, in the form of its type. */
  | { readonly kind: 'setField'; readonly field: string; readonly value: string }
  | { readonly kind: 'clearField'; readonly field: string }
  /** A bot field, by its id; null clears it, back to its default. */
  | { readonly kind: 'setBotField'; readonly field: string; readonly value: string | null }
  /** Null: the workspace's own again. */
  | { readonly kind: 'setLanguage'; readonly language: Language | null }
  | { readonly kind: 'setZone'; readonly zone: string | null }
  /** Marketing that the customer wants no more, or wants again. */
  | { readonly kind: 'setMarketing'; readonly stopped: boolean }
  | { readonly kind: 'addTag'; readonly tag: string }
  | { readonly kind: 'removeTag'; readonly tag: string }
  /** Something that other flows may listen to. */
  | { readonly kind: 'event'; readonly name: string }
  /** Puts the contact into a sequence, or takes them out of it. */
  | { readonly kind: 'subscribe'; readonly sequence: string; readonly on: boolean }
  /** `until` null: until a person wakes it. */
  | { readonly kind: 'pauseBot'; readonly until: Millis | null }
  | { readonly kind: 'resumeBot' }
  /** Gives the chat to a member, a team, or a member by way of a team; to nobody, when both are null. */
  | { readonly kind: 'assign'; readonly to: Assigned }
  | { readonly kind: 'setStatus'; readonly status: ChatStatus }
  | {
      readonly kind: 'notify'
      readonly members: readonly string[]
      readonly text: string
      readonly onScreen: boolean
      readonly byMail: boolean
      readonly byWhatsapp: boolean
    }
  | { readonly kind: 'handOver'; readonly note: string }
  | { readonly kind: 'note'; readonly text: string }
  /** Calls the run back at `at` with `token`; a run has at most one alarm, a new one replaces it. */
  | { readonly kind: 'setAlarm'; readonly at: Millis; readonly token: string }
  | { readonly kind: 'clearAlarm' }
  | { readonly kind: 'mail'; readonly to: string; readonly subject: string; readonly text: string }
  /** Asks another server; the answer comes back to the wait that has this token. */
  | { readonly kind: 'request'; readonly token: string; readonly call: HttpCall }
