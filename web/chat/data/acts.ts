import type { Chat, Message } from '#core/chat/api.ts'
import type { ChatStatus } from '#core/chat/chat-status.ts'
import type { Picked } from '#core/chat/many-api.ts'
import { client, problemOf } from '#web/base/api.ts'
import { heldChat, putChat, refreshAllChats, refreshChats, refreshCounts } from '#web/chat/data/chats.ts'
import { putMessage } from '#web/chat/data/messages.ts'
import { dropWish, grantWish, makeWish, nextMoment, partOf, withWishes } from '#web/chat/data/wishes.ts'
import { type HeldChat, hold } from '#web/chat/list/place-chat.ts'

/** What went wrong with an act, for a notice; null when it was done. */
export type ActFailure = { readonly sentence: string } | null

export function setStatus(chat: HeldChat, status: ChatStatus): Promise<ActFailure> {
  return act(chat, statusChange(status), () => client.chat.setStatus({ id: chat.id, status }))
}

/** What several chats are to become together. */
export type Become = { readonly status: ChatStatus } | Pick<Chat, 'assignee' | 'team'>
/** What became of them: those that are so now, how many others had changed before, and what went wrong. */
export type Together = {
  readonly done: readonly Chat[]
  readonly moved: number
  readonly failure: ActFailure
}

/** As the acts on one chat; at most `CHATS_AT_ONCE_MAX`. What is not there any more goes from the lists, what others changed is left to them. */
export function changeChats(
  chats: readonly HeldChat[],
  become: Become,
  openId: string | null,
): Promise<Together> {
  const all = chats.map((chat) => ({ chat, ask: { id: chat.id, from: seenOf(chat, become) } }))
  return changeTogether(all, become, openId)
}

/** Gives each chat of `done` back what it was before, its unread messages too, unless others have changed it since. */
export async function restoreChats(
  before: readonly HeldChat[],
  done: readonly Chat[],
  become: Become,
  openId: string | null,
): Promise<Pick<Together, 'moved' | 'failure'>> {
  const was = ({ status, assignee, team }: HeldChat): Become =>
    'status' in become ? { status } : { assignee, team }
  const made = new Map(done.map((chat) => [chat.id, chat]))
  const all = before.flatMap((chat) => {
    const now = made.get(chat.id)
    if (!now) return []
    const unread = 'status' in become && { unread: { count: chat.unread, lastAt: now.lastAt } }
    return [{ chat, ask: { id: chat.id, from: seenOf(now, become), ...unread } }]
  })
  const alike = Map.groupBy(all, ({ chat }) => JSON.stringify(was(chat)))
  const ends = await Promise.all(
    [...alike.values()].map((some) => (some[0] ? changeTogether(some, was(some[0].chat), openId) : null)),
  )
  return {
    moved: ends.reduce((sum, end) => sum + (end?.moved ?? 0), 0),
    failure: ends.find((end) => end?.failure)?.failure ?? null,
  }
}

/** What is to be changed of a chat, as it was seen. */
function seenOf({ status, assignee, team }: Chat, become: Become): NonNullable<Picked['from']> {
  if ('status' in become) return { status }
  return { memberId: assignee?.id ?? null, teamId: team?.id ?? null }
}

async function changeTogether(
  all: readonly { readonly chat: HeldChat; readonly ask: Picked }[],
  become: Become,
  openId: string | null,
): Promise<Together> {
  const hoped = new Map(
    all.map(({ chat, ask }) => {
      const { count: unread } = ask.unread ?? {}
      const change =
        'status' in become ? { ...statusChange(become.status), ...(unread && { unread }) } : become
      return [chat.id, hope(chat, change, openId)]
    }),
  )
  const wish =
    'status' in become ? become : { memberId: become.assignee?.id ?? null, teamId: become.team?.id ?? null }
  let end = { done: [] as readonly Chat[], moved: 0 }
  const failure = await tryTo(
    async () => {
      const answer = await client.chat.changeChats({ chats: all.map(({ ask }) => ask), become: wish })
      const done = answer.done as Chat[]
      end = { done, moved: answer.moved.length }
      const stale = done.flatMap((chat) => (hoped.get(chat.id)?.came(chat) ? [chat.id] : []))
      const left = [...answer.missing, ...answer.moved]
      for (const id of left) hoped.get(id)?.failed()
      if (left.length > 0) return refreshAllChats()
      refreshCounts()
      readAgain(stale, openId)
    },
    () => {
      for (const one of hoped.values()) one.failed()
      refreshAllChats() // some may be done, and what refused it may be news to this page
    },
  )
  return { ...end, failure }
}

function readAgain(ids: readonly string[], openId: string | null): void {
  void refreshChats(ids, openId).catch(() => undefined) // what is shown stays until the next news of it
}

function statusChange(status: ChatStatus): Partial<Chat> {
  return status === 'open' ? { status } : { status, unread: 0 }
}

export function assignChat(chat: HeldChat, assignee: Chat['assignee']): Promise<ActFailure> {
  return act(chat, { assignee, team: null }, () =>
    client.chat.assign({ id: chat.id, memberId: assignee?.id ?? null, from: chat.assignee?.id ?? null }),
  )
}

/** To whoever of the team is online with the fewest open chats, which the server knows; else into its queue. */
export function giveToTeam(chat: HeldChat, team: NonNullable<Chat['team']>): Promise<ActFailure> {
  return act(chat, { assignee: null, team }, () =>
    client.chat.assign({ id: chat.id, memberId: null, teamId: team.id, from: chat.assignee?.id ?? null }),
  )
}

export function pauseBot(chat: HeldChat, paused: boolean): Promise<ActFailure> {
  const turn = paused ? 'human' : 'bot'
  return act(chat, { turn, pausedUntil: null }, () => client.chat.setBot({ id: chat.id, paused }))
}

/** Marks a chat as read here at once; the server tells the customer's phone. */
export async function markRead(chat: HeldChat): Promise<void> {
  putChat({ ...chat, unread: 0 }, chat.id)
  try {
    await client.chat.markRead({ id: chat.id })
    refreshCounts()
  } catch {
    // The badge returns with the next reading of the chat; reading goes on meanwhile.
  }
}

export function addNote(chatId: string, text: string): Promise<ActFailure> {
  return tryTo(async () => putMessage((await client.chat.addNote({ id: chatId, text })) as Message))
}

/** Settles a message whose fate is unknown, or sends a failed one anew. */
export function settleMessage(id: string, as: 'again' | 'sent'): Promise<ActFailure> {
  return tryTo(async () => putMessage((await client.chat.resolveMessage({ id, as })) as Message))
}

/** Calls a message back that waits for its moment. */
export function callBack(id: string): Promise<ActFailure> {
  return tryTo(async () => putMessage((await client.chat.cancelMessage({ id })) as Message))
}

/** Shows the change at once, takes the server's word when it comes, and goes back when it says no. */
function act(chat: HeldChat, change: Partial<Chat>, ask: () => Promise<unknown>): Promise<ActFailure> {
  const hoped = hope(chat, change, chat.id)
  return tryTo(
    async () => {
      if (hoped.came((await ask()) as Chat)) readAgain([chat.id], chat.id)
      refreshCounts()
    },
    () => {
      hoped.failed()
      readAgain([chat.id], chat.id) // what refused it may be news to this page
    },
  )
}

/** A change that is shown before the server has made it, and what to do when it has, or has not. */
function hope(chat: HeldChat, change: Partial<Chat>, openId: string | null) {
  const before = heldChat(chat.id) ?? chat
  const wish = makeWish(chat.id, change)
  const asked = nextMoment()
  putChat({ ...before, ...change }, openId)
  return {
    /** Whether the chat is to be read again. */
    came: (answer: Chat): boolean => {
      const isStale = grantWish(wish, answer)
      putChat(hold(withWishes(answer, asked), Date.now()), openId)
      return isStale
    },
    failed: () => {
      dropWish(wish)
      const undone = { ...(heldChat(chat.id) ?? chat), ...partOf(before, change) }
      putChat(withWishes(undone, asked), openId)
    },
  }
}

async function tryTo(ask: () => Promise<void>, undo = () => {}): Promise<ActFailure> {
  try {
    await ask()
    return null
  } catch (error) {
    undo()
    return { sentence: problemOf(error)?.detail ?? '' }
  }
}
