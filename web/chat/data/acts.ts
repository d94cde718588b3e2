import type { Chat, Message } from '#core/chat/api.ts'
import type { ChatStatus } from '#core/chat/chat-status.ts'
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

/** As the acts on one chat; at most `CHATS_AT_ONCE_MAX`. What is not there any more goes from the lists. */
export function changeChats(
  chats: readonly HeldChat[],
  become: Become,
  openId: string | null,
): Promise<ActFailure> {
  const change = 'status' in become ? statusChange(become.status) : become
  const hoped = new Map(chats.map((chat) => [chat.id, hope(chat, change, openId)]))
  const ids = chats.map(({ id }) => id)
  const wish =
    'status' in become ? become : { memberId: become.assignee?.id ?? null, teamId: become.team?.id ?? null }
  return tryTo(
    async () => {
      const { done, missing } = await client.chat.changeChats({ ids, become: wish })
      for (const chat of done) hoped.get(chat.id)?.came(chat as Chat)
      for (const id of missing) hoped.get(id)?.failed()
      if (missing.length > 0) refreshAllChats()
      else refreshCounts()
    },
    () => {
      for (const one of hoped.values()) one.failed()
      refreshAllChats() // some may be done, and what refused it may be news to this page
    },
  )
}

/** Gives each chat back what it was before it was changed together with the others. */
export async function restoreChats(
  before: readonly HeldChat[],
  become: Become,
  openId: string | null,
): Promise<ActFailure> {
  const was = ({ status, assignee, team }: HeldChat): Become =>
    'status' in become ? { status } : { assignee, team }
  const alike = Map.groupBy(before, (chat) => JSON.stringify(was(chat)))
  const failures = await Promise.all(
    [...alike.values()].map((chats) => (chats[0] ? changeChats(chats, was(chats[0]), openId) : null)),
  )
  return failures.find((failure) => failure !== null) ?? null
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
      hoped.came((await ask()) as Chat)
      refreshCounts()
    },
    () => {
      hoped.failed()
      void refreshChats([chat.id], chat.id).catch(() => undefined) // what refused it may be news to this page
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
    came: (answer: Chat) => {
      grantWish(wish, answer)
      putChat(hold(withWishes(answer, asked), Date.now()), openId)
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
