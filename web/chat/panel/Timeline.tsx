import { useInfiniteQuery } from '@tanstack/react-query'
import { StickyNote } from 'lucide-react'
import type { Millis } from '#core/base/time.ts'
import { useFormats } from '#web/base/format.ts'
import { messagesOptions } from '#web/chat/data/messages.ts'
import { usePanelWords } from '#web/chat/panel/words.ts'
import { lineText } from '#web/chat/thread/event-line.ts'
import { useWords } from '#web/chat/words.ts'
import { Section } from '#web/contact/Section.tsx'

const LINES_MAX = 8

/** The latest notes and events of the chat, without its messages. */
export function Timeline({ chatId, zone, now }: { chatId: string; zone: string | undefined; now: Millis }) {
  const t = usePanelWords()
  const events = useWords()
  const format = useFormats(zone)
  const { data } = useInfiniteQuery(messagesOptions(chatId))
  const lines = (data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter((message) => message.kind === 'note' || message.kind === 'event')
    .slice(0, LINES_MAX)
  if (lines.length === 0) return null
  return (
    <Section title={t('timeline.title')}>
      <ul className="space-y-2">
        {lines.map((line) => (
          <li key={line.id}>
            <p className="flex gap-1.5">
              {line.kind === 'note' && (
                <StickyNote aria-hidden="true" className="mt-0.5 size-3.5 shrink-0 text-warn" />
              )}
              <span className="line-clamp-3 min-w-0 break-words">
                {line.kind === 'note' ? line.text : lineText(line, events)}
              </span>
            </p>
            <p className="tnum text-2xs text-fg-3">
              {format.stamp(line.at, now)}
              {line.kind === 'note' && line.author ? ` · ${line.author}` : ''}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  )
}
