import type { Millis } from '#core/base/time.ts'
import type { Chat } from '#core/chat/api.ts'
import { viewWindow } from '#web/chat/window.ts'

/** A chat as the browser holds it: `skew` is how far the channel's clock runs ahead of this device's. */
export type HeldChat = Chat & { readonly skew: Millis }

export const VIEWS = ['mine', 'team', 'unassigned', 'all'] as const
export type View = (typeof VIEWS)[number]
export const FILTERS = ['open', 'unread', 'closing', 'bot', 'human', 'pending', 'resolved'] as const
export type Filter = (typeof FILTERS)[number]
export type ListAsk = { readonly view: View; readonly filter: Filter; readonly search: string }

export type ChatPage = { readonly items: readonly HeldChat[]; readonly cursor: string | null }

export function hold(chat: Chat, localNow: Millis): HeldChat {
  return { ...chat, skew: chat.now - localNow }
}

/** The channel's present moment, reckoned from this device's clock. */
export function channelNow(chat: HeldChat, localNow: Millis): Millis {
  return localNow + chat.skew
}

/** Whether a list with this view and filter shows the chat to a member of these teams. A search is the server's to judge, so it is not asked here. */
export function belongs(chat: HeldChat, ask: ListAsk, me: string | null, teams: readonly string[]): boolean {
  if (ask.view === 'team' && !(chat.team && teams.includes(chat.team.id))) return false
  if (ask.view === 'mine' && chat.assignee?.id !== me) return false
  if (ask.view === 'unassigned' && chat.assignee !== null) return false
  if (!chat.last && !chat.assignee && !chat.team && chat.turn !== 'human') return false // nothing to answer
  if (ask.filter === 'pending' || ask.filter === 'resolved') return chat.status === ask.filter
  if (chat.status !== 'open') return false
  switch (ask.filter) {
    case 'open':
      return true
    case 'unread':
      return chat.unread > 0
    case 'closing':
      return isClosing(chat)
    case 'bot':
      return chat.turn !== 'human'
    case 'human':
      return chat.turn === 'human'
  }
}

/**
 * The pages of a list after one chat changed: it moves to its place by last message, or leaves.
 * `kept` (the chat that is open) stays where it was even when it no longer belongs, so that it does not vanish under the reader.
 */
export function placeChat(
  pages: readonly ChatPage[],
  chat: HeldChat,
  fits: boolean,
  kept: boolean,
): readonly ChatPage[] {
  const before = pages.flatMap((page) => page.items).find((item) => item.id === chat.id)
  if (!fits && kept && before) return mapChat(pages, chat)
  const without = before ? dropChat(pages, chat.id) : pages
  if (!fits) return without
  if (before && at(before) === at(chat)) return mapChat(pages, chat)
  return insertChat(without, chat)
}

function isClosing(chat: HeldChat): boolean {
  return viewWindow(chat.windowEndsAt, chat.now).state === 'soon'
}

function mapChat(pages: readonly ChatPage[], chat: HeldChat): readonly ChatPage[] {
  return pages.map((page) =>
    page.items.some((item) => item.id === chat.id)
      ? { ...page, items: page.items.map((item) => (item.id === chat.id ? chat : item)) }
      : page,
  )
}

function dropChat(pages: readonly ChatPage[], id: string): readonly ChatPage[] {
  return pages.map((page) =>
    page.items.some((item) => item.id === id)
      ? { ...page, items: page.items.filter((item) => item.id !== id) }
      : page,
  )
}

/** Below everything that is loaded it is left out when more can be loaded: scrolling brings it. */
function insertChat(pages: readonly ChatPage[], chat: HeldChat): readonly ChatPage[] {
  for (const [index, page] of pages.entries()) {
    const place = page.items.findIndex((item) => at(item) <= at(chat))
    if (place === -1) continue
    const items = [...page.items.slice(0, place), chat, ...page.items.slice(place)]
    return pages.map((other, position) => (position === index ? { ...other, items } : other))
  }
  const last = pages.at(-1)
  if (!last || last.cursor !== null) return pages
  return [...pages.slice(0, -1), { ...last, items: [...last.items, chat] }]
}

function at(chat: HeldChat): Millis {
  return chat.lastAt
}
