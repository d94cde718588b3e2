import { useQuery } from '@tanstack/react-query'
import { Bot, CircleCheck, Hourglass, Info, Pause, StickyNote, Tag, UserRound } from 'lucide-react'
import { Fragment, memo, type ReactNode } from 'react'
import type { Millis } from '#core/base/time.ts'
import type { Message } from '#core/chat/api.ts'
import { mentionsIn } from '#core/workspace/mention.ts'
import { useFormats } from '#web/base/format.ts'
import { orpc } from '#web/base/query.ts'
import { lineText } from '#web/chat/thread/event-line.ts'
import { useWords } from '#web/chat/words.ts'

type Props = { message: Message; zone: string | undefined }

/** A note for the team: yellow, and never sent. */
export const NoteLine = memo(function NoteLine({ message, zone }: Props) {
  const t = useWords()
  const format = useFormats(zone)
  return (
    <article className="ml-auto w-fit max-w-[86%] py-1 md:max-w-[78%]">
      <div className="rounded-md border border-note-line bg-note px-3 py-2">
        <p className="mb-0.5 flex items-center gap-1.5 font-semibold text-2xs text-warn-fg">
          <StickyNote aria-hidden="true" className="size-3 shrink-0" />
          {message.author
            ? t('thread.noteBy', { name: message.author })
            : t(message.by === 'bot' ? 'thread.noteBot' : 'thread.note')}
          <span className="tnum ml-auto pl-3 font-normal">{format.time(message.at)}</span>
        </p>
        <p className="whitespace-pre-wrap break-words text-[14px] leading-5">
          <NoteText text={message.text ?? ''} />
        </p>
      </div>
    </article>
  )
})

/** The words, with the colleagues whom they name. */
function NoteText({ text }: { text: string }) {
  const members = useQuery(orpc.workspace.members.queryOptions()).data?.members ?? []
  const named = mentionsIn(text, members)
  return (
    <>
      {named.map(({ from, to }, at) => (
        <Fragment key={from}>
          {text.slice(named[at - 1]?.to ?? 0, from)}
          <b className="font-semibold text-brand-soft-fg">{text.slice(from, to)}</b>
        </Fragment>
      ))}
      {text.slice(named.at(-1)?.to ?? 0)}
    </>
  )
}

/** What happened to the chat: paused, given, resolved. */
export const EventLine = memo(function EventLine({ message, zone }: Props) {
  const t = useWords()
  const format = useFormats(zone)
  const text = message.text ?? ''
  return (
    <p className="flex items-center justify-center gap-1.5 py-1.5 text-center text-fg-3 text-xs [&_svg]:size-3.5 [&_svg]:shrink-0">
      <span aria-hidden="true">{iconOf(text)}</span>
      <span>{lineText(message, t)}</span>
      <time className="tnum" dateTime={new Date(message.at).toISOString()}>
        {format.time(message.at)}
      </time>
    </p>
  )
})

/** The line before the first message of a day. */
export function DayLine({ at, today, zone }: { at: Millis; today: Millis; zone: string | undefined }) {
  const t = useWords()
  const format = useFormats(zone)
  const day = format.dayKey(at)
  const yesterday = format.dayKey(today - 86_400_000)
  const name =
    day === format.dayKey(today)
      ? t('thread.today')
      : day === yesterday
        ? t('thread.yesterday')
        : format.day(at)
  return (
    <div className="flex items-center gap-3 py-2 font-medium text-2xs text-fg-3 before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
      {name}
    </div>
  )
}

function iconOf(code: string): ReactNode {
  if (code.startsWith('bot.paused') || code.startsWith('chat.handed')) return <Pause />
  if (code.startsWith('bot.')) return <Bot />
  if (code.startsWith('chat.resolved')) return <CircleCheck />
  if (code.startsWith('chat.pending')) return <Hourglass />
  if (code.startsWith('tag.')) return <Tag />
  if (code.startsWith('chat.')) return <UserRound />
  return <Info />
}
