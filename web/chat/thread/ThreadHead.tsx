import { ArrowLeft, Check, Hourglass, MoreHorizontal, PanelRight, Pause, Play, RotateCcw } from 'lucide-react'
import type { RefObject } from 'react'
import { shownPhone } from '#web/base/phone.ts'
import { SHORTCUT } from '#web/chat/keys.ts'
import type { HeldChat } from '#web/chat/list/place-chat.ts'
import { BotSwitch, useHasBot } from '#web/chat/thread/BotSwitch.tsx'
import { OwnerMenu, useOwnerItems } from '#web/chat/thread/OwnerMenu.tsx'
import { WindowPill } from '#web/chat/WindowPill.tsx'
import type { WindowView } from '#web/chat/window.ts'
import { type ChatWords, useWords } from '#web/chat/words.ts'
import { Avatar } from '#web/ui/Avatar.tsx'
import { Button } from '#web/ui/Button.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Menu } from '#web/ui/Menu.tsx'
import { Tip } from '#web/ui/Tip.tsx'

type ThreadActs = {
  readonly back: () => void
  readonly setBot: (awake: boolean) => void
  readonly resolve: () => void
  /** Puts it off until something comes, or opens it again. */
  readonly putOff: () => void
  readonly togglePanel: () => void
}

type Props = {
  chat: HeldChat
  view: WindowView
  zone: string | undefined
  panelOpen: boolean
  acts: ThreadActs
  ownerRef: RefObject<HTMLButtonElement | null>
}

/** Who is being served, by whom, and whether the bot may speak. */
export function ThreadHead({ chat, view, zone, panelOpen, acts, ownerRef }: Props) {
  const t = useWords()
  const { contact } = chat
  return (
    <header className="flex h-[57px] shrink-0 items-center gap-2 border-line border-b bg-surface px-1 md:px-4">
      <button
        type="button"
        aria-label={t('thread.back')}
        onClick={acts.back}
        className="grid size-11 shrink-0 place-items-center rounded-sm text-fg-2 md:hidden"
      >
        <ArrowLeft aria-hidden="true" className="size-5" />
      </button>
      <button
        type="button"
        onClick={acts.togglePanel}
        className="flex min-w-0 flex-1 items-center gap-2 rounded-sm py-1 text-left"
      >
        <span className="shrink-0 max-[359px]:hidden">
          <Avatar name={contact.name} size={34} />
        </span>
        <span className="min-w-0">
          <span dir="auto" className="block truncate font-semibold text-base leading-5">
            {contact.name}
          </span>
          <span className="block truncate text-2xs text-fg-3">
            {shownPhone(contact.phone)}
            <span className="max-xl:hidden">
              {' '}
              · {t('thread.via', { number: chat.number.name || chat.number.display })}
            </span>
          </span>
        </span>
      </button>
      <span className="md:hidden">
        <WindowPill view={view} short />
      </span>
      <div className="hidden items-center gap-1.5 lg:flex">
        <BotSwitch chat={chat} zone={zone} onChange={acts.setBot} />
        <OwnerMenu chat={chat} buttonRef={ownerRef} />
        {chat.status !== 'resolved' && (
          <IconButton label={putOffName(chat, t)} active={chat.status === 'pending'} onClick={acts.putOff}>
            <Hourglass />
          </IconButton>
        )}
        <ResolveButton chat={chat} onPress={acts.resolve} t={t} />
      </div>
      <IconButton
        label={t('panel.toggle')}
        shortcut={SHORTCUT.panel}
        active={panelOpen}
        onClick={acts.togglePanel}
        className="max-lg:hidden"
      >
        <PanelRight />
      </IconButton>
      <MoreMenu chat={chat} acts={acts} t={t} />
    </header>
  )
}

function putOffName({ status }: HeldChat, t: ChatWords): string {
  return t(status === 'pending' ? 'resolve.reopen' : 'pend.do')
}

function ResolveButton({ chat, onPress, t }: { chat: HeldChat; onPress: () => void; t: ChatWords }) {
  const done = chat.status === 'resolved'
  return (
    <Tip label={t(done ? 'resolve.reopenHint' : 'resolve.hint')} shortcut={SHORTCUT.resolve}>
      <Button tone={done ? 'secondary' : 'primary'} icon={done ? <RotateCcw /> : <Check />} onClick={onPress}>
        {t(done ? 'resolve.reopen' : 'resolve.do')}
      </Button>
    </Tip>
  )
}

function MoreMenu({ chat, acts, t }: { chat: HeldChat; acts: ThreadActs; t: ChatWords }) {
  const awake = chat.turn !== 'human'
  const hasBot = useHasBot(chat)
  const owners = useOwnerItems(chat, (name) => t('owner.to', { name }))
  const done = chat.status === 'resolved'
  return (
    <span className="flex shrink-0 items-center lg:hidden">
      <Menu
        align="end"
        trigger={
          <button
            type="button"
            aria-label={t('thread.more')}
            className="grid size-11 place-items-center rounded-sm text-fg-2 hover:bg-hover"
          >
            <MoreHorizontal aria-hidden="true" className="size-5" />
          </button>
        }
        items={[
          {
            key: 'resolve',
            label: t(done ? 'resolve.reopen' : 'resolve.do'),
            icon: done ? <RotateCcw /> : <Check />,
            onSelect: acts.resolve,
          },
          ...(done
            ? []
            : [{ key: 'pend', label: putOffName(chat, t), icon: <Hourglass />, onSelect: acts.putOff }]),
          ...(hasBot
            ? [
                {
                  key: 'bot',
                  label: t(awake ? 'bot.pause' : 'bot.wake'),
                  icon: awake ? <Pause /> : <Play />,
                  onSelect: () => acts.setBot(!awake),
                },
              ]
            : []),
          { key: 'panel', label: t('panel.toggle'), icon: <PanelRight />, onSelect: acts.togglePanel },
          null,
          ...owners,
        ]}
      />
    </span>
  )
}
