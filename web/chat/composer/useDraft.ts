import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Millis } from '#core/base/time.ts'
import { client } from '#web/base/api.ts'
import { draftSaved, newerDraft, ownDraft } from '#web/chat/composer/kept.ts'
import { newestOnly } from '#web/chat/composer/newest-only.ts'
import { hearDraft, type Unsent } from '#web/chat/composer/unsent.ts'
import { heldChat, putChat } from '#web/chat/data/chats.ts'
import type { HeldChat } from '#web/chat/list/place-chat.ts'

/** Typing rests this long before the draft is kept on the server. */
const SAVE_REST: Millis = 700

type UnsentReply = {
  readonly text: string
  readonly setText: (text: string) => void
  /** When the last saving is over: a message must not be overtaken by its own draft. */
  readonly settled: () => Promise<void>
}

/**
 * The unsent reply of a chat: kept on the server while typing, so that it follows its writer to another device, and on
 * this one until the server has it, so that neither a reload nor a lost connection takes a word.
 */
export function useDraft(chat: HeldChat): UnsentReply {
  const [unsent, setUnsent] = useState<Unsent>(() => ({
    text: newerDraft(chat.id, Date.now()) ?? chat.draft,
    saved: chat.draft,
  }))
  const [heard, setHeard] = useState(chat.draft)
  if (heard !== chat.draft) {
    setHeard(chat.draft)
    // What this device has is newer: the server is told once more, it may have emptied the draft with a message sent before.
    const isOlder = newerDraft(chat.id, Date.now()) !== null
    setUnsent(isOlder ? { ...unsent, saved: chat.draft } : hearDraft(unsent, chat.draft))
  }
  const latest = useRef(unsent)
  latest.current = unsent
  const saving = useRef(Promise.resolve())
  const queue = useMemo(() => newestOnly((text: string) => keepDraft(chat.id, text)), [chat.id])
  const save = useCallback(() => {
    const { text, saved } = latest.current
    if (text === saved) return
    setUnsent((now) => ({ ...now, saved: text }))
    latest.current = { text, saved: text }
    saving.current = queue.save(text)
  }, [queue])
  useEffect(() => {
    if (unsent.text === unsent.saved) return
    const timer = setTimeout(save, SAVE_REST)
    return () => clearTimeout(timer)
  }, [unsent, save])
  useEffect(() => save, [save])
  useEffect(() => {
    const saveLost = () => {
      const mine = newerDraft(chat.id, Date.now())
      if (mine !== null) saving.current = queue.save(mine)
    }
    const leave = () => {
      save()
      queue.hurry()
    }
    addEventListener('pagehide', leave)
    addEventListener('online', saveLost)
    return () => {
      removeEventListener('pagehide', leave)
      removeEventListener('online', saveLost)
    }
  }, [save, queue, chat.id])
  const setText = useCallback(
    (text: string) => {
      ownDraft(chat.id, text)
      setUnsent((now) => ({ ...now, text }))
    },
    [chat.id],
  )
  const settled = useCallback(() => saving.current, [])
  return { text: unsent.text, setText, settled }
}

async function keepDraft(chatId: string, text: string): Promise<void> {
  try {
    await client.chat.saveDraft({ id: chatId, text })
    draftSaved(chatId, text, Date.now())
    const chat = heldChat(chatId)
    if (chat && chat.draft !== text) putChat({ ...chat, draft: text }, chatId)
  } catch {
    // The words stay on this device, whatever chat is open; the next keystroke or the connection's return tries again.
  }
}
