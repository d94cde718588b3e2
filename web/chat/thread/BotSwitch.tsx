import { useQuery } from '@tanstack/react-query'
import { Bot } from 'lucide-react'
import { useFormats } from '#web/base/format.ts'
import { orpc } from '#web/base/query.ts'
import { SHORTCUT } from '#web/chat/keys.ts'
import type { HeldChat } from '#web/chat/list/place-chat.ts'
import { useWords } from '#web/chat/words.ts'
import { cx } from '#web/ui/cx.ts'
import { Switch } from '#web/ui/Switch.tsx'
import { Tip } from '#web/ui/Tip.tsx'

type Props = { chat: HeldChat; zone: string | undefined; onChange: (awake: boolean) => void }

/** Whether the bot answers this chat; a number without a bot has nothing to switch. */
export function BotSwitch({ chat, zone, onChange }: Props) {
  const t = useWords()
  const format = useFormats(zone)
  const hasBot = useHasBot(chat)
  const awake = chat.turn !== 'human'
  const until =
    chat.pausedUntil === null
      ? null
      : t('bot.pausedUntil', { time: format.stamp(chat.pausedUntil, chat.now) })
  const words = awake ? t('bot.on') : (until ?? t('bot.paused'))
  if (!hasBot) return <span className="mr-1 text-fg-3 text-xs">{t('bot.none')}</span>
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

/** True unless the number of the chat is known to have no bot. */
export function useHasBot(chat: HeldChat): boolean {
  const numbers = useQuery(orpc.whatsapp.channel.queryOptions()).data?.numbers
  const number = numbers?.find((each) => each.id === chat.number.id)
  return number === undefined || number.bot !== null
}
