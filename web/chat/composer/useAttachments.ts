import { useCallback, useEffect, useRef, useState } from 'react'
import type { Media } from '#core/whatsapp/draft-part.ts'
import { useFormats } from '#web/base/format.ts'
import { ATTACHMENTS_MAX, judgeFile, sizeText } from '#web/chat/composer/attachment.ts'
import { useWords } from '#web/chat/words.ts'

export type Attachment = {
  readonly key: string
  readonly file: File
  readonly media: Media
  readonly url: string
}

/** Files that were chosen and not sent yet, by chat: they wait there while another one is open. */
const waiting = new Map<string, readonly Attachment[]>()
const NONE: readonly Attachment[] = []

/** Files chosen, dropped or pasted, each judged by WhatsApp's size rules before anything is sent. */
export function useAttachments(chatId: string, onProblem: (sentence: string) => void) {
  const t = useWords()
  const format = useFormats()
  const [list, setList] = useState(() => waiting.get(chatId) ?? NONE)
  const latest = useRef(list)
  latest.current = list
  useEffect(() => {
    if (list.length === 0) waiting.delete(chatId)
    else waiting.set(chatId, list)
  }, [chatId, list])
  const add = useCallback(
    (files: readonly File[]) => {
      const taken: Attachment[] = []
      for (const file of files) {
        const judged = judgeFile(file)
        if (!judged.ok) {
          const max = sizeText(judged.bytesMax, format.number)
          onProblem(t(`file.${judged.why}`, { name: file.name, max }))
        } else if (latest.current.length + taken.length >= ATTACHMENTS_MAX) {
          onProblem(t('file.too-many', { max: ATTACHMENTS_MAX }))
          break
        } else {
          taken.push({ key: crypto.randomUUID(), file, media: judged.media, url: URL.createObjectURL(file) })
        }
      }
      if (taken.length > 0) setList((before) => [...before, ...taken])
    },
    [format, onProblem, t],
  )
  const remove = useCallback((key: string) => {
    setList((before) => before.filter((one) => one.key !== key || release(one)))
  }, [])
  const clear = useCallback(() => {
    for (const one of latest.current) release(one)
    waiting.delete(chatId)
    setList(NONE)
  }, [chatId])
  return { list, add, remove, clear }
}

function release(one: Attachment): false {
  URL.revokeObjectURL(one.url)
  return false
}
