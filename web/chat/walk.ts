/** How the keys walk the list. */
export type InboxWalk = {
  readonly step: (by: 1 | -1) => void
  readonly toggleUnread: () => void
  /** Chats are being picked: what resolves or assigns is for them, not for the open one. */
  readonly isPicking: boolean
}

/** The chat one step further in the list; from none it is the first, at the ends it stays. */
export function nextChat(
  order: readonly { readonly id: string }[],
  openId: string | null,
  by: 1 | -1,
): string | null {
  const here = order.findIndex((chat) => chat.id === openId)
  if (here === -1) return order[0]?.id ?? null
  return order[here + by]?.id ?? null
}
