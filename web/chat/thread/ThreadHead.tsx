import {
  ArrowLeft,
  Bot,
  Check,
  MoreHorizontal,
  PanelRight,
  Pause,
  Play,
  RotateCcw,
  UserPlus,
} from 'lucide-react'
import type { RefObject } from 'react'
import { useFormats } from '#web/base/format.ts'
import { SHORTCUT } from '#web/chat/keys.ts'
import type { HeldChat } from '#web/chat/list/place-chat.ts'
import { OwnerMenu } from '#web/chat/thread/OwnerMenu.tsx'
import { WindowPill } from '#web/chat/WindowPill.tsx'
import type { WindowView } from '#web/chat/window.ts'
import { type ChatWords, useWords } from '#web/chat/words.ts'
import { Avatar } from '#web/ui/Avatar.tsx'
import { Button } from '#web/ui/Button.tsx'
import { cx } from '#web/ui/cx.ts'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Menu } from '#web/ui/Menu.tsx'
import { Switch } from '#web/ui/Switch.tsx'
import { Tip } from '#web/ui/Tip.tsx'

export type ThreadActs = {
  readonly back: () => void
  readonly setBot: (awake: boolean) => void
  readonly resolve: () => void
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
        className="grid size-10 shrink-0 place-items-center rounded-sm text-fg-2 md:hidden"
      >
        <ArrowLeft aria-hidden="true" className="size-5" />
      </button>
      <button
        type="button"
        onClick={acts.togglePanel}
        className="flex min-w-0 flex-1 items-center gap-2 rounded-sm py-1 text-left"
      >
        <Avatar name={contact.name} size={34} />
        <span className="min-w-0">
          <span className="block truncate font-semibold text-base leading-5">{contact.name}</span>
          <span className="block truncate text-2xs text-fg-3">
            {contact.phone}
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
        <BotSwitch chat={chat} zone={zone} onChange={acts.setBot} t={t} />
        <OwnerMenu chat={chat} buttonRef={ownerRef} />
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

function BotSwitch({
  chat,
  zone,
  onChange,
  t,
}: {
  chat: HeldChat
  zone: string | undefined
  onChange: (awake: boolean) => void
  t: ChatWords
}) {
  const format = useFormats(zone)
  const awake = chat.turn !== 'human'
  const until =
    chat.pausedUntil === null ? null : t('bot.pausedUntil', { time: format.time(chat.pausedUntil) })
  const words = awake ? t('bot.on') : (until ?? t('bot.paused'))
  return (
    <Tip label={t('bot.toggle')} shortcut={SHORTCUT.bot}>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch stands inside the label */}
      <label className="mr-1 flex h-8 cursor-pointer items-center gap-2 rounded-sm border border-line-strong px-2.5 font-medium text-xs">
        <Bot aria-hidden="true" className={cx('size-4', awake ? 'text-violet' : 'text-fg-3')} />
        <span className="whitespace-nowrap">{words}</span>
        <Switch label={words} checked={awake} onChange={onChange} />
      </label>
    </Tip>
  )
}

function ResolveButton({ chat, onPress, t }: { chat: HeldChat; onPress: () => void; t: ChatWords }) {
  return (
    <Tip label={t(chat.resolved ? 'resolve.reopenHint' : 'resolve.hint')} shortcut={SHORTCUT.resolve}>
      <Button
        tone={chat.resolved ? 'secondary' : 'primary'}
        icon={chat.resolved ? <RotateCcw /> : <Check />}
        onClick={onPress}
      >
        {t(chat.resolved ? 'resolve.reopen' : 'resolve.do')}
      </Button>
    </Tip>
  )
}

function MoreMenu({ chat, acts, t }: { chat: HeldChat; acts: ThreadActs; t: ChatWords }) {
  const awake = chat.turn !== 'human'
  return (
    <span className="flex shrink-0 items-center lg:hidden">
      <OwnerMenu chat={chat} small />
      <Menu
        align="end"
        trigger={
          <button
            type="button"
            aria-label={t('thread.more')}
            className="grid size-10 place-items-center rounded-sm text-fg-2 hover:bg-hover"
          >
            <MoreHorizontal aria-hidden="true" className="size-5" />
          </button>
        }
        items={[
          {
            key: 'resolve',
            label: t(chat.resolved ? 'resolve.reopen' : 'resolve.do'),
            icon: chat.resolved ? <RotateCcw /> : <Check />,
            onSelect: acts.resolve,
          },
          {
            key: 'bot',
            label: t(awake ? 'bot.pause' : 'bot.wake'),
            icon: awake ? <Pause /> : <Play />,
            onSelect: () => acts.setBot(!awake),
          },
          { key: 'panel', label: t('panel.toggle'), icon: <UserPlus />, onSelect: acts.togglePanel },
        ]}
      />
    </span>
  )
}
