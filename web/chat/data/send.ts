import { useSyncExternalStore } from 'react'
import type { Message } from '#core/chat/api.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import { client, type Problem, problemOf } from '#web/base/api.ts'
import { putMessage } from '#web/chat/data/messages.ts'
import {
  addOutgoing,
  dropOutgoing,
  failOutgoing,
  type Outgoing,
  retryOutgoing,
} from '#web/chat/thread/outgoing.ts'

type ToSend = {
  readonly chatId: string
  readonly draft: Draft
  readonly file: File | null
  readonly replyTo: string | null
}
/** `refused`: the house or Meta's rules said no, the words go back to their writer. `lost`: nobody answered, it can be tried again. */
export type SendOutcome =
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused'; readonly clientId: string; readonly problem: Problem }
  | { readonly kind: 'lost' }

let outgoing: readonly Outgoing[] = []
const listeners = new Set<() => void>()
/** One line per chat: what was written first leaves first. */
const lines = new Map<string, Promise<unknown>>()

/** Shows a message at once and sends it `after` something, behind those of its chat that still wait. */
export function send(message: ToSend, at: number, after: Promise<void>): Promise<SendOutcome> {
  const source = message.file ? { source: { link: URL.createObjectURL(message.file) } } : {}
  const one: Outgoing = {
    ...message,
    draft: { ...message.draft, ...source } as Draft,
    clientId: crypto.randomUUID(),
    at,
    unsent: null,
  }
  change(addOutgoing(outgoing, one))
  return inLine(one, after)
}

/** The same message once more, under the same id: the server sends it at most once. */
export function sendAgain(clientId: string): Promise<SendOutcome> | null {
  const one = outgoing.find((each) => each.clientId === clientId)
  if (!one) return null
  change(retryOutgoing(outgoing, clientId))
  return inLine(one, Promise.resolve())
}

/** The connection is back: what was lost on its way is sent, under the same ids, in its order. */
export function sendLost(): void {
  for (const one of outgoing) if (one.unsent?.reason === '') void sendAgain(one.clientId)
}

/** Takes a message off the screen: its writer gave it up, or has its words back in the box. */
export function discard(clientId: string): void {
  release(clientId)
  change(dropOutgoing(outgoing, clientId))
}

/** Messages on their way from this browser. */
export function useOutgoing(): readonly Outgoing[] {
  return useSyncExternalStore(listen, () => outgoing)
}

function inLine(one: Outgoing, after: Promise<void>): Promise<SendOutcome> {
  const before = lines.get(one.chatId) ?? Promise.resolve()
  const mine = Promise.all([before, after]).then(() => deliver(one))
  lines.set(one.chatId, mine)
  return mine
}

async function deliver(one: Outgoing): Promise<SendOutcome> {
  try {
    const draft = await withFile(one)
    const row = await client.chat.sendMessage({
      id: one.chatId,
      draft,
      clientId: one.clientId,
      ...(one.replyTo ? { replyTo: one.replyTo } : {}),
    })
    putMessage(row as Message)
    release(one.clientId)
    change(dropOutgoing(outgoing, one.clientId))
    return { kind: 'sent' }
  } catch (error) {
    const problem = problemOf(error)
    if (problem && problem.status < 500) {
      const isFinal = ABOUT_THE_FILE.has(problem.code)
      change(failOutgoing(outgoing, one.clientId, { reason: problem.detail, isFinal }))
      return { kind: 'refused', clientId: one.clientId, problem }
    }
    change(failOutgoing(outgoing, one.clientId, { reason: problem?.detail ?? '', isFinal: false }))
    return { kind: 'lost' }
  }
}

/** What another try does not change. */
const ABOUT_THE_FILE: ReadonlySet<string> = new Set([
  'file-refused',
  'file-misnamed',
  'file-unreadable',
  'too-large',
])

/** The file goes up first; the message then names it, as the medium that its content is: a photo's name may hide a PDF. */
async function withFile(one: Outgoing): Promise<Draft> {
  const { draft } = one
  if (!one.file || draft.kind !== 'media') return draft
  const { id, name, media: found } = await client.whatsapp.upload({ file: one.file })
  const media = draft.media === 'document' ? 'document' : found
  return { ...draft, media, source: { file: id }, ...(media === 'document' ? { filename: name } : {}) }
}

function release(clientId: string): void {
  const draft = outgoing.find((one) => one.clientId === clientId)?.draft
  if (draft?.kind === 'media' && 'link' in draft.source && draft.source.link.startsWith('blob:')) {
    const { link } = draft.source
    setTimeout(() => URL.revokeObjectURL(link), RELEASE_MS)
  }
}

/** The bubble still shows the local picture until the server's own has arrived. */
const RELEASE_MS = 30_000

function change(next: readonly Outgoing[]): void {
  outgoing = next
  for (const tell of listeners) tell()
}

function listen(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}
