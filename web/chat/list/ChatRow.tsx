import {
  Bot,
  Check,
  Clock,
  FileText,
  Image,
  LayoutTemplate,
  type LucideIcon,
  MapPin,
  Mic,
  Music,
  StickyNote,
  UserRound,
  Users,
  Video,
} from 'lucide-react'
import { type KeyboardEvent, type MouseEvent, memo } from 'react'
import type { Millis } from '#core/base/time.ts'
import { useFormats } from '#web/base/format.ts'
import { kindName } from '#web/chat/kind-name.ts'
import { channelNow, type HeldChat } from '#web/chat/list/place-chat.ts'
import { eventText } from '#web/chat/thread/event-line.ts'
import { viewWindow } from '#web/chat/window.ts'
import { type ChatWords, useWords } from '#web/chat/words.ts'
import { toneOf } from '#web/contact/tag-tone.ts'
import { Avatar } from '#web/ui/Avatar.tsx'
import { Badge, Count } from '#web/ui/Badge.tsx'
import { cx } from '#web/ui/cx.ts'
import { Ticks } from '#web/ui/Ticks.tsx'

type Props = {
  chat: HeldChat
  href: string
  active: boolean
  now: Millis
  /** A pointer is on it, or has come down on it. */
  onNear: (id: string, isPressed: boolean) => void
  onOpen: (id: string) => void
  /** Whether it is picked; null: a press opens it. */
  picked: boolean | null
  /** `onward`: with all from the one that was pressed last. */
  onPick: (id: string, onward: boolean) => void
}

/**
 * One chat of the list: who, when, the last line, and what asks for care. A link of its own: the router's watches the address from each
 * row and costs more than all the rest of one, five times with each turn of the wheel.
 */
export const ChatRow = memo(function ChatRow(props: Props) {
  const { chat, href, active, now, onNear, onOpen, picked, onPick } = props
  const t = useWords()
  const format = useFormats()
  const waits = chat.unread > 0
  const isPicking = picked !== null
  const pick = (event: MouseEvent | KeyboardEvent) => {
    event.preventDefault()
    onPick(chat.id, event.shiftKey)
  }
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return // a tab or window of its own
    event.preventDefault()
    onOpen(chat.id)
  }
  const age = format.ago(chat.lastAt, channelNow(chat, now))
  return (
    <a
      href={href}
      data-chat={chat.id}
      aria-current={active ? 'true' : undefined}
      onPointerEnter={() => onNear(chat.id, false)}
      onPointerDown={() => onNear(chat.id, true)}
      onClick={isPicking ? pick : open}
      {...(isPicking && {
        role: 'checkbox',
        'aria-checked': picked,
        onKeyDown: (event: KeyboardEvent) => event.key === ' ' && pick(event),
      })}
      className={cx(
        'relative flex h-full gap-3 border-line border-b px-3 py-2.5 focus-visible:-outline-offset-2',
        active
          ? 'bg-brand-soft/70 before:absolute before:inset-y-0 before:left-0 before:w-[3px] before:bg-brand'
          : 'hover:bg-sunken',
      )}
    >
      <span className="mt-0.5 shrink-0 self-start">
        {isPicking ? (
          <PickMark picked={picked} />
        ) : (
          <Avatar
            name={chat.contact.name}
            size={40}
            badge={chat.turn === 'human' ? null : <Bot aria-hidden="true" />}
          />
        )}
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span dir="auto" className={cx('truncate text-base', waits ? 'font-semibold' : 'font-medium')}>
            {chat.contact.name}
          </span>
          <span
            className={cx(
              'tnum ml-auto shrink-0 text-2xs',
              waits ? 'font-medium text-brand-soft-fg' : active ? 'text-fg-2' : 'text-fg-3',
            )}
          >
            {age}
          </span>
        </span>
        <LastLine chat={chat} t={t} />
        <Marks chat={chat} now={now} t={t} />
      </span>
    </a>
  )
})

function PickMark({ picked }: { picked: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        'grid size-10 place-items-center rounded-full border',
        picked ? 'border-brand bg-brand text-on-brand' : 'border-control bg-surface',
      )}
    >
      {picked && <Check className="size-5" />}
    </span>
  )
}

function LastLine({ chat, t }: { chat: HeldChat; t: ChatWords }) {
  const { last, unread, draft } = chat
  const Icon = last ? ICONS[last.kind] : undefined
  const muted = cx('truncate text-sm', unread > 0 ? 'text-fg' : 'text-fg-2')
  return (
    <span className="mt-px flex h-5 items-center gap-1">
      {draft && unread === 0 ? (
        <span className={muted}>
          <span className="font-medium text-warn-fg">{t('list.draft')}</span> {draft}
        </span>
      ) : (
        <>
          {last?.state && (
            <span className="flex shrink-0 text-fg-3">
              <Ticks state={last.state} label={t(`state.${last.state}`)} />
            </span>
          )}
          {Icon && (
            <Icon
              aria-hidden="true"
              className={cx('size-3.5 shrink-0', last?.kind === 'note' ? 'text-warn' : 'text-fg-3')}
            />
          )}
          <span className={muted}>{last ? lastText(last, t) : t('list.nothingSaid')}</span>
        </>
      )}
      {unread > 0 && (
        <span className="ml-auto shrink-0 pl-1">
          <span className="sr-only">{t('list.unread', { n: unread })}</span>
          <span aria-hidden="true">
            <Count value={unread} />
          </span>
        </span>
      )}
    </span>
  )
}

function Marks({ chat, now, t }: { chat: HeldChat; now: Millis; t: ChatWords }) {
  const format = useFormats()
  const view = viewWindow(chat.windowEndsAt, channelNow(chat, now))
  const tag = chat.contact.tags[0]
  const small = 'h-[18px]'
  return (
    <span className="mt-1 flex h-[18px] items-center gap-1 overflow-hidden">
      {tag && (
        <Badge tone={toneOf(tag)} className={small}>
          {tag}
        </Badge>
      )}
      {chat.status !== 'open' && <Badge className={small}>{t(`filter.${chat.status}`)}</Badge>}
      {view.state === 'soon' && (
        <Badge tone="warn" icon={<Clock />} className={small}>
          {t('list.closes', { left: format.span(view.left) })}
        </Badge>
      )}
      {(view.state === 'closed' || view.state === 'never') && (
        <Badge icon={<Clock />} className={small}>
          {t('window.closed')}
        </Badge>
      )}
      {!chat.assignee && !chat.team && chat.turn === 'human' && chat.status === 'open' && (
        <Badge tone="danger" className={small}>
          {t('list.noOwner')}
        </Badge>
      )}
      <Owner chat={chat} />
    </span>
  )
}

/** Whose it is: a member's, or a team's queue. */
function Owner({ chat: { assignee, team } }: { chat: HeldChat }) {
  const name = assignee ? firstName(assignee.name) : team?.name
  const Icon = assignee ? UserRound : Users
  if (!name) return null
  return (
    <span className="ml-auto flex min-w-0 items-center gap-1 text-2xs text-fg-2">
      <Icon aria-hidden="true" className="size-3 shrink-0" />
      <span className="truncate">{name}</span>
    </span>
  )
}

/** What was written; a message without words is called by its kind, an event is told from its code. */
function lastText(last: NonNullable<HeldChat['last']>, t: ChatWords): string {
  if (last.kind === 'event') return eventText(last.text, null, t)
  if (last.kind === 'unsupported') return kindName(t)(last.kind) // Meta's own words for it are English, and say nothing
  return last.text || kindName(t)(last.kind)
}

const ICONS: Readonly<Record<string, LucideIcon>> = {
  note: StickyNote,
  image: Image,
  video: Video,
  audio: Music,
  voice: Mic,
  document: FileText,
  location: MapPin,
  contacts: UserRound,
  template: LayoutTemplate,
}

function firstName(name: string): string {
  return name.split(/\s+/)[0] ?? name
}
