import type { Message } from '#core/chat/api.ts'

/** Newest first, as the server pages them. */
export type MessagePage = { readonly items: readonly Message[]; readonly cursor: string | null }
type MessagePages = readonly MessagePage[]

/**
 * The pages of a thread after the newest page was read again: changed rows are replaced where they stand,
 * new rows come on top. When the new page does not reach what is held, everything between is unknown,
 * so only the new page is kept and scrolling loads the rest.
 */
export function mergeNewest(pages: MessagePages, newest: MessagePage): MessagePages {
  const first = pages[0]
  if (!first) return [newest]
  const held = new Set(pages.flatMap((page) => page.items.map((item) => item.id)))
  const meets = newest.items.some((item) => held.has(item.id))
  if (!meets && (held.size > 0 || newest.cursor === null)) return [newest]
  const read = new Map(newest.items.map((item) => [item.id, item]))
  const fresh = newest.items.filter((item) => !held.has(item.id))
  const patched = pages.map((page) => patchPage(page, read))
  const [top, ...rest] = patched
  if (!top) return [newest]
  return fresh.length === 0 ? patched : [{ ...top, items: newestFirst([...fresh, ...top.items]) }, ...rest]
}

/** As the server pages them: an id tells when its row was written. */
function newestFirst(items: readonly Message[]): readonly Message[] {
  return items.toSorted((one, other) => (one.id < other.id ? 1 : -1))
}

/** One message put where it belongs: in place of its older self, or on top. */
export function mergeMessage(pages: MessagePages, message: Message): MessagePages {
  const first = pages[0]
  if (!first) return [{ items: [message], cursor: null }]
  if (pages.some((page) => page.items.some((item) => item.id === message.id)))
    return pages.map((page) => patchPage(page, new Map([[message.id, message]])))
  return [{ ...first, items: newestFirst([message, ...first.items]) }, ...pages.slice(1)]
}

/** True when one of these messages (by id or wamid) is held but was not in the page just read, so that older pages must be read too. */
export function needsOlder(pages: MessagePages, newest: MessagePage, changed: readonly string[]): boolean {
  const read = new Set(newest.items.flatMap(namesOf))
  const held = new Set(pages.flatMap((page) => page.items.flatMap(namesOf)))
  return changed.some((id) => held.has(id) && !read.has(id))
}

function namesOf({ id, wamid }: Message): (string | null)[] {
  return [id, wamid]
}

/** Unchanged rows keep their identity, so that their bubbles are not drawn again. */
function patchPage(page: MessagePage, read: ReadonlyMap<string, Message>): MessagePage {
  if (!page.items.some((item) => read.has(item.id))) return page
  const items = page.items.map((item) => {
    const next = read.get(item.id)
    return next && !isSame(next, item) ? next : item
  })
  return { ...page, items }
}

function isSame(one: Message, other: Message): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
