import type { Millis } from '#core/base/time.ts'
import type { Message } from '#core/chat/api.ts'
import type { Draft } from '#core/whatsapp/draft.ts'

/** Why a message did not leave, in the reader's language; `isFinal`: the same again comes to the same. */
export type Unsent = { readonly reason: string; readonly isFinal: boolean }

/** A message that this browser has sent off and whose row the server has not shown yet. */
export type Outgoing = {
  readonly clientId: string
  readonly chatId: string
  readonly at: Millis
  /** A medium's source is an address of this device while its file travels. */
  readonly draft: Draft
  readonly file: File | null
  readonly replyTo: string | null
  /** Null while it is on its way. */
  readonly unsent: Unsent | null
}

/** How many unsent messages one chat keeps; the oldest go first. */
export const OUTGOING_MAX = 50

export function addOutgoing(list: readonly Outgoing[], one: Outgoing): readonly Outgoing[] {
  return [...list.filter((other) => other.clientId !== one.clientId), one].slice(-OUTGOING_MAX)
}

export function failOutgoing(
  list: readonly Outgoing[],
  clientId: string,
  unsent: Unsent,
): readonly Outgoing[] {
  return list.map((one) => (one.clientId === clientId ? { ...one, unsent } : one))
}

export function retryOutgoing(list: readonly Outgoing[], clientId: string): readonly Outgoing[] {
  return list.map((one) => (one.clientId === clientId ? { ...one, unsent: null } : one))
}

export function dropOutgoing(list: readonly Outgoing[], clientId: string): readonly Outgoing[] {
  return list.filter((one) => one.clientId !== clientId)
}

/** What is still only ours: a row of the server with the same `clientId` takes its place. */
export function stillOutgoing(
  list: readonly Outgoing[],
  chatId: string,
  messages: readonly Message[],
): readonly Outgoing[] {
  const here = list.filter((one) => one.chatId === chatId)
  if (here.length === 0) return here
  const arrived = new Set(messages.map((message) => message.clientId))
  return here.filter((one) => !arrived.has(one.clientId))
}

/** Drawn as a message of ours, with the clock. */
export function toMessage(one: Outgoing, author: string | null): Message {
  return {
    id: one.clientId,
    chatId: one.chatId,
    at: one.at,
    kind: 'out',
    by: 'agent',
    author,
    content: null,
    draft: one.draft,
    text: null,
    assigned: null,
    file: null,
    state: one.unsent ? 'refused' : 'queued',
    fault: null,
    verdict: null,
    wamid: null,
    replyTo: one.replyTo,
    reactions: [],
    clientId: one.clientId,
  }
}
