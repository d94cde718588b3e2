import { usePrefetchQuery, useQuery } from '@tanstack/react-query'
import { SearchX } from 'lucide-react'
import { type ComponentProps, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Message } from '#core/chat/api.ts'
import { keep, kept } from '#web/base/keep.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Announcer } from '#web/chat/Announcer.tsx'
import { useEndOfPause, useWindow } from '#web/chat/clock.ts'
import type { Mode } from '#web/chat/composer/Composer.tsx'
import { type Asked, ComposerPane } from '#web/chat/composer/ComposerPane.tsx'
import { markRead } from '#web/chat/data/acts.ts'
import { chatOptions } from '#web/chat/data/chats.ts'
import type { InboxUrl } from '#web/chat/inbox-url.ts'
import type { HeldChat } from '#web/chat/list/place-chat.ts'
import { useMyMember, useZone } from '#web/chat/me.ts'
import { Thread } from '#web/chat/thread/Thread.tsx'
import { ThreadHead } from '#web/chat/thread/ThreadHead.tsx'
import { useThread } from '#web/chat/thread/useThread.ts'
import { useChatActs } from '#web/chat/useChatActs.ts'
import { useInboxKeys } from '#web/chat/useInboxKeys.ts'
import type { InboxWalk } from '#web/chat/walk.ts'
import { useWords } from '#web/chat/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { patient } from '#web/ui/patient.ts'
import { undoNewest } from '#web/ui/Toast.tsx'
import type { OnTemplate } from '#web/whatsapp/verdict/Explanation.tsx'

const ChatPanel = patient(async () => (await import('#web/chat/panel/ChatPanel.tsx')).ChatPanel)

/** From this width on the contact panel stands beside the thread unless it was closed. */
const PANEL_FROM = '(min-width: 1180px)'
const PHONE = '(max-width: 767px)'
const PANEL_KEY = 'inbox-panel'

type Props = { chatId: string; url: InboxUrl; walk: InboxWalk }

/** The open chat, or why it cannot be shown. */
export function ChatPane({ chatId, url, walk }: Props) {
  const t = useWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const query = useQuery(chatOptions(chatId))
  useInboxKeys({
    next: () => walk.step(1),
    previous: () => walk.step(-1),
    unread: walk.toggleUnread,
    undo: undoNewest,
  })
  if (query.data) return <OpenChat chat={query.data} url={url} walk={walk} />
  if (query.isPending) return <section aria-label={base('loading')} className="flex-1 bg-bg" />
  return (
    <EmptyState
      className="flex-1 bg-bg"
      icon={<SearchX />}
      title={t('thread.missing')}
      action={
        <>
          <Button onClick={() => url.open(null)}>{t('thread.back')}</Button>
          <Button onClick={() => void query.refetch()}>{base('retry')}</Button>
        </>
      }
    >
      {say(query.error)}
    </EmptyState>
  )
}

function OpenChat({ chat, url, walk }: { chat: HeldChat; url: InboxUrl; walk: InboxWalk }) {
  const t = useWords()
  const zone = useZone()
  const me = useMyMember()
  const window24 = useWindow(chat)
  const [quote, setQuote] = useState<Message | null>(null)
  const [asked, setAsked] = useState<Asked | null>(null)
  /** The box has the focus before the next key is heard: its letter is a word's, no command. */
  const ask = (mode: Mode) => flushSync(() => setAsked({ mode, at: Date.now() }))
  const askTemplate = useCallback<OnTemplate>((template) => setAsked({ template, at: Date.now() }), [])
  const panel = usePanel(url)
  usePrefetchQuery(orpc.contact.contact.queryOptions({ input: { id: chat.contact.id } }))
  const owner = useRef<HTMLButtonElement>(null)
  const acts = useChatActs(chat, me)
  useReading(chat)
  useEndOfPause(chat)
  useInboxKeys({
    reply: () => ask('reply'),
    note: () => ask('note'),
    panel: panel.toggle,
  })
  useInboxKeys(
    walk.isPicking
      ? {}
      : {
          resolve: () => acts.resolve(),
          'resolve-next': () => {
            walk.step(1)
            if (chat.status !== 'resolved') acts.resolve()
          },
          assign: () => owner.current?.click(),
          'assign-me': acts.take,
          bot: () => acts.setBot(chat.turn === 'human'),
        },
  )
  const [written, setWritten] = useState(0)
  const countWriting = useCallback(() => setWritten((before) => before + 1), [])
  const unquote = useCallback(() => setQuote(null), [])
  return (
    <>
      <section
        aria-label={t('thread.label', { name: chat.contact.name })}
        className="flex min-h-0 min-w-0 flex-1 flex-col bg-bg"
      >
        <ThreadHead
          chat={chat}
          view={window24}
          zone={zone}
          panelOpen={panel.open}
          ownerRef={owner}
          acts={{
            back: () => url.open(null),
            setBot: acts.setBot,
            resolve: acts.resolve,
            putOff: () => acts.setStatus(chat.status === 'pending' ? 'open' : 'pending'),
            togglePanel: panel.toggle,
          }}
        />
        <Talk
          chat={chat}
          author={me?.name ?? null}
          zone={zone}
          written={written}
          at={url.at}
          onQuote={setQuote}
          onTemplate={askTemplate}
        />
        <ComposerPane
          chat={chat}
          view={window24}
          quote={quote}
          onUnquote={unquote}
          asked={asked}
          onWritten={countWriting}
        />
      </section>
      {panel.open && (
        <Suspense fallback={<div className="border-line bg-surface md:w-[308px] md:shrink-0 md:border-l" />}>
          <ChatPanel chat={chat} zone={zone} onClose={panel.toggle} />
        </Suspense>
      )}
    </>
  )
}

type TalkProps = Omit<ComponentProps<typeof Thread>, 'view'> & { author: string | null }

/** What was said, seen and heard. It reads the messages itself: as they come, nothing else of the chat is drawn anew. */
function Talk({ author, ...thread }: TalkProps) {
  const { chat, zone } = thread
  const view = useThread(chat.id, author, zone)
  return (
    <>
      <Thread {...thread} view={view} />
      <Announcer chat={chat} messages={view.messages} />
    </>
  )
}

/** Beside the thread the panel remembers this device's choice; on a phone it is a screen with an address. */
function usePanel(url: InboxUrl): { open: boolean; toggle: () => void } {
  const [beside, setBeside] = useState(
    () => (kept(PANEL_KEY) ?? 'open') === 'open' && matchMedia(PANEL_FROM).matches,
  )
  const phone = matchMedia(PHONE).matches
  const open = phone ? url.panel : beside
  const toggle = () => {
    if (phone) return url.setPanel(!open)
    setBeside(!open)
    keep(PANEL_KEY, open ? 'closed' : 'open')
  }
  return { open, toggle }
}

/** What is on screen is read: at once, when the page comes to the front, and for each message that comes while it is. */
function useReading(chat: HeldChat): void {
  const latest = useRef(chat)
  latest.current = chat
  const { unread } = chat
  useEffect(() => {
    const read = () => {
      if (document.visibilityState === 'visible' && latest.current.unread > 0) void markRead(latest.current)
    }
    if (unread > 0) read()
    document.addEventListener('visibilitychange', read)
    return () => document.removeEventListener('visibilitychange', read)
  }, [unread])
}
