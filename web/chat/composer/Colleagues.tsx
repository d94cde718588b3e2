import { useEffect, useState } from 'react'
import { SECOND } from '#core/base/time.ts'
import { lookAt, usePeople } from '#web/base/live.ts'
import { useWords } from '#web/chat/words.ts'
import { Avatar } from '#web/ui/Avatar.tsx'

/** Whoever has typed nothing for so long is not writing. */
const REST_MS = 8 * SECOND
const WRITING = 'writing'

/** Tells colleagues that this page has the chat open, and while its reply is being written; gives whether it is. */
export function useLookAtChat(chatId: string, reply: string): boolean {
  const [written, setWritten] = useState({ reply, isWriting: false })
  if (written.reply !== reply) setWritten({ reply, isWriting: reply.trim() !== '' })
  const { isWriting } = written
  useEffect(() => {
    if (!isWriting) return
    const timer = setTimeout(() => setWritten({ reply, isWriting: false }), REST_MS)
    return () => clearTimeout(timer)
  }, [isWriting, reply])
  useEffect(() => lookAt({ thing: chatId, part: isWriting ? WRITING : null }), [chatId, isWriting])
  useEffect(() => () => lookAt(null), [])
  return isWriting
}

/** Who else has the chat open, so that two do not answer the same question; nothing while nobody has. */
export function Colleagues() {
  const t = useWords()
  const people = usePeople()
  const writing = people.filter(({ part }) => part === WRITING)
  const named = writing.length > 0 ? writing : people
  if (named.length === 0) return null
  const names = named.map(({ name }) => name).join(', ')
  return (
    <p
      role="status"
      className="mx-auto flex w-full max-w-[820px] items-center gap-1.5 px-5 pt-1 md:px-9 text-fg-2 text-xs"
    >
      <Avatar name={named[0]?.name ?? ''} size={18} />
      <span className="truncate">
        {t(writing.length > 0 ? 'colleague.writes' : 'colleague.here', { names })}
      </span>
    </p>
  )
}
