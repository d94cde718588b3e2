import type { Chat } from '#core/chat/api.ts'

/** Presses that are remembered; the oldest are forgotten. */
const WISHES_MAX = 200

/** What somebody here pressed for a chat: as hoped, then as the server answered it. `covers`: something was read under it while it was only hoped. */
export type Wish = {
  readonly chatId: string
  change: Partial<Chat>
  answered: number | null
  covers: boolean
}

/** In the order they were pressed. */
const wishes: Wish[] = []
let moment = 0

/** A moment of this page: each is later than all before. */
export function nextMoment(): number {
  moment += 1
  return moment
}

export function makeWish(chatId: string, change: Partial<Chat>): Wish {
  const wish: Wish = { chatId, change, answered: null, covers: false }
  wishes.push(wish)
  if (wishes.length > WISHES_MAX) wishes.shift()
  return wish
}

/**
 * The server did it: what it says of what was pressed stands from now on. True: the chat is to be read again, for what was read
 * meanwhile may have been younger than this answer.
 */
export function grantWish(wish: Wish, answer: Chat): boolean {
  wish.change = partOf(answer, wish.change)
  wish.answered = nextMoment()
  return wish.covers
}

/** The server did not do it. */
export function dropWish(wish: Wish): void {
  const place = wishes.indexOf(wish)
  if (place >= 0) wishes.splice(place, 1)
}

/**
 * A chat as the server told it to a question that was asked at `asked`. What was pressed and not answered by then stands over it, the
 * last press uppermost: the answer may be older than the press.
 */
export function withWishes<C extends Chat>(chat: C, asked: number): C {
  const holding = wishes.filter(
    ({ chatId, answered }) => chatId === chat.id && (answered === null || answered > asked),
  )
  for (const wish of holding) wish.covers ||= wish.answered === null
  return Object.assign({}, chat, ...holding.map(({ change }) => change))
}

/** Whether an answer came for a chat after a question was asked at `asked`: what is told to that question may be older, or younger. */
export function wasAnswered(id: string, asked: number): boolean {
  return wishes.some(({ chatId, answered }) => chatId === id && answered !== null && answered > asked)
}

/** What a chat says of that which `change` names. */
export function partOf(chat: Chat, change: Partial<Chat>): Partial<Chat> {
  return Object.fromEntries(Object.entries(chat).filter(([key]) => key in change))
}
