import { type InfiniteData, infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Chat } from '#core/chat/api.ts'
import { client } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { nextMoment, wasAnswered, withWishes } from '#web/chat/data/wishes.ts'
import {
  belongs,
  type ChatPage,
  type HeldChat,
  hold,
  type ListAsk,
  placeChat,
} from '#web/chat/list/place-chat.ts'

const PAGE_SIZE = 50
const LIST = 'chat-list'
const ONE = 'chat-one'

type Lists = InfiniteData<ChatPage, string | undefined>

/** The list of chats by view, filter and search, page by page. */
export function chatListOptions(ask: ListAsk) {
  return infiniteQueryOptions({
    queryKey: [LIST, ask] as const,
    queryFn: async ({ pageParam, signal }): Promise<ChatPage> => {
      const input = { view: ask.view, filter: ask.filter, limit: PAGE_SIZE }
      const asked = nextMoment()
      const page = await client.chat.chats(
        {
          ...input,
          ...(ask.search ? { search: ask.search } : {}),
          ...(pageParam ? { cursor: pageParam } : {}),
        },
        { signal },
      )
      const now = Date.now()
      const items = page.items.map((chat) => hold(withWishes(chat as Chat, asked), now))
      for (const chat of items) keepChat(chat)
      return { items, cursor: page.cursor }
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.cursor ?? undefined,
  })
}

export function chatOptions(id: string) {
  return queryOptions({ queryKey: [ONE, id] as const, queryFn: ({ signal }) => readChat(id, signal) })
}

/** Reads chats again and puts each where it now belongs, in every list on screen. */
export async function refreshChats(ids: readonly string[], openId: string | null): Promise<void> {
  if (ids.length > MANY) {
    await queryClient.invalidateQueries({ queryKey: [LIST] })
    await queryClient.invalidateQueries({ queryKey: [ONE] })
    return
  }
  const chats = await Promise.all(ids.map((id) => readChat(id)))
  for (const chat of chats) putChat(chat, openId)
}

/** Puts what the server (or a hopeful click) says of one chat into every list and the open thread. */
export function putChat(chat: HeldChat, openId: string | null): void {
  keepChat(chat)
  const me = myMemberId()
  const teams = myTeamIds(me)
  for (const [key, held] of queryClient.getQueriesData<Lists>({ queryKey: [LIST] })) {
    if (!held) continue
    const ask = key[1] as ListAsk
    const known = held.pages.some((page) => page.items.some((item) => item.id === chat.id))
    const fits = ask.search ? known : belongs(chat, ask, me, teams)
    const pages = placeChat(held.pages, chat, fits, chat.id === openId)
    if (pages !== held.pages) queryClient.setQueryData<Lists>(key, { ...held, pages: [...pages] })
  }
}

/** What is held of a chat now, without asking the server. */
export function heldChat(id: string): HeldChat | undefined {
  return queryClient.getQueryData<HeldChat>([ONE, id])
}

/** The chats on this device that belong to these contacts. */
export function heldChatsOf(contactIds: readonly string[]): readonly string[] {
  const held = queryClient.getQueriesData<HeldChat>({ queryKey: [ONE] })
  return held.flatMap(([, chat]) => (chat && contactIds.includes(chat.contact.id) ? [chat.id] : []))
}

/** Everything about chats is read again: after a long absence, or when the simulated clock moved. */
export function refreshAllChats(): void {
  void queryClient.invalidateQueries({ queryKey: [LIST] })
  void queryClient.invalidateQueries({ queryKey: [ONE] })
  refreshCounts()
}

export function refreshCounts(): void {
  void queryClient.invalidateQueries({ queryKey: orpc.chat.chatCounts.key() })
}

/** Above this many changed chats the lists are read again instead of chat by chat. */
const MANY = 12
/** Times that one reading asks, when acts are answered meanwhile. */
const ASKED_MAX = 3

/** Asked again where an act was answered meanwhile: nobody could say which of both is the younger. */
async function readChat(id: string, signal?: AbortSignal, left = ASKED_MAX): Promise<HeldChat> {
  const asked = nextMoment()
  const chat = await client.chat.chat({ id }, signal ? { signal } : {})
  if (left > 1 && wasAnswered(id, asked)) return readChat(id, signal, left - 1)
  return hold(withWishes(chat as Chat, asked), Date.now())
}

function keepChat(chat: HeldChat): void {
  queryClient.setQueryData<HeldChat>([ONE, chat.id], chat)
}

/** Chats name their owner by member, the session names a user: the list of members joins the two. */
function myMemberId(): string | null {
  const me = queryClient.getQueryData(orpc.workspace.me.queryKey())
  const members = queryClient.getQueryData(orpc.workspace.members.queryKey())
  return members?.members.find((member) => member.userId === me?.user.id)?.id ?? null
}

function myTeamIds(me: string | null): readonly string[] {
  const teams = queryClient.getQueryData(orpc.workspace.teams.queryKey()) ?? []
  return teams.filter(({ members }) => me !== null && members.includes(me)).map(({ id }) => id)
}
