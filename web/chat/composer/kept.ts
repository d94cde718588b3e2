import { useCallback, useState } from 'react'
import { SECOND } from '#core/base/time.ts'

const notes = new Map<string, string>()

/** The note being written in a chat; it waits there for as long as the page lives, whatever chat is opened meanwhile. */
export function useKeptNote(chatId: string): readonly [string, (note: string) => void] {
  const [note, setNote] = useState(() => keptNote(chatId))
  const keep = useCallback(
    (next: string) => {
      if (next === '') notes.delete(chatId)
      else notes.set(chatId, next)
      setNote(next)
    },
    [chatId],
  )
  return [note, keep]
}

export function keptNote(chatId: string): string {
  return notes.get(chatId) ?? ''
}

/** What a reading of the chat says of a draft may be so much older than the draft's own saving. */
const GRACE = 3 * SECOND
type Own = { readonly text: string; readonly savedAt: number | null }
const own = new Map<string, Own>()

/** This device is writing a reply that the server does not know yet: it outlives the page, until this tab is closed. */
export function ownDraft(chatId: string, text: string): void {
  own.set(chatId, { text, savedAt: null })
  inTab((storage) => storage.setItem(tabKey(chatId), text))
}

/** The server knows it now. */
export function draftSaved(chatId: string, text: string, now: number): void {
  if (own.get(chatId)?.text !== text) return
  own.set(chatId, { text, savedAt: now })
  inTab((storage) => storage.removeItem(tabKey(chatId)))
}

/** The reply as this device has it, where the server's word is older; null: the server's counts. */
export function newerDraft(chatId: string, now: number): string | null {
  const mine = own.get(chatId) ?? reloaded(chatId)
  if (!mine) return null
  if (mine.savedAt === null || now < mine.savedAt + GRACE) return mine.text
  own.delete(chatId)
  return null
}

/** What was being written when the page was loaded anew. */
function reloaded(chatId: string): Own | undefined {
  const text = inTab((storage) => storage.getItem(tabKey(chatId)))
  if (typeof text !== 'string') return undefined
  const mine = { text, savedAt: null }
  own.set(chatId, mine)
  return mine
}

function tabKey(chatId: string): string {
  return `reply-draft:${chatId}`
}

function inTab<T>(work: (storage: Storage) => T): T | undefined {
  try {
    return work(sessionStorage)
  } catch {
    return undefined // a full or forbidden storage only costs what a reload would have kept
  }
}
