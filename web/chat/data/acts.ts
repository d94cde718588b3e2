import type { Chat, Message } from '#core/chat/api.ts'
import type { ChatStatus } from '#core/chat/chat-status.ts'
import { client, problemOf } from '#web/base/api.ts'
import { heldChat, putChat, refreshChats, refreshCounts } from '#web/chat/data/chats.ts'
import { putMessage } from '#web/chat/data/messages.ts'
import { dropWish, grantWish, makeWish, nextMoment, partOf, withWishes } from '#web/chat/data/wishes.ts'
import { type HeldChat, hold } from '#web/chat/list/place-chat.ts'

/** What went wrong with an act, for a notice; null when it was done. */
export type ActFailure = { readonly sentence: string } | null

export function setStatus(chat: HeldChat, status: ChatStatus): Promise<ActFailure> {
  const read = status === 'open' ? {} : { unread: 0 }
  return act(chat, { status, ...read }, () => client.chat.setStatus({ id: chat.id, status }))
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
  const before = heldChat(chat.id) ?? chat
  const wish = makeWish(chat.id, change)
  const asked = nextMoment()
  putChat({ ...before, ...change }, chat.id)
  return tryTo(
    async () => {
      const answer = (await ask()) as Chat
      grantWish(wish, answer)
      putChat(hold(withWishes(answer, asked), Date.now()), chat.id)
      refreshCounts()
    },
    () => {
      dropWish(wish)
      const undone = { ...(heldChat(chat.id) ?? chat), ...partOf(before, change) }
      putChat(withWishes(undone, asked), chat.id)
      void refreshChats([chat.id], chat.id).catch(() => undefined) // what refused it may be news to this page
    },
  )
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
