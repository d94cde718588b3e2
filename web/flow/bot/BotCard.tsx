import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Bot, Download, Ellipsis, Link2, Pencil, Trash2, Unlink } from 'lucide-react'
import type { BotAtWork } from '#core/flow/api.ts'
import type { PhoneNumber } from '#core/whatsapp/api.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import type { Wish } from '#web/flow/bot/wish.ts'
import { useBotWords } from '#web/flow/bot-words.ts'
import { exportBot } from '#web/flow/bundle/export.ts'
import { useBundleWords } from '#web/flow/bundle-words.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Menu } from '#web/ui/Menu.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { NumberBadges } from '#web/workspace/NumberBadges.tsx'
import { useWorkspaceFormats } from '#web/workspace/zone.ts'

type Props = {
  readonly bot: BotAtWork
  readonly mine: readonly PhoneNumber[]
  /** Numbers that no bot answers on. */
  readonly free: readonly PhoneNumber[]
  readonly hasNumbers: boolean
  /** Null: one may only look. */
  readonly onWish: ((wish: Wish) => void) | null
}

/** One bot: what of it runs, what it does at present, and the numbers on which it answers. */
export function BotCard({ bot, mine, free, hasNumbers, onWish }: Props) {
  const t = useBotWords()
  return (
    <li className="rounded-lg border border-line bg-surface shadow-1">
      <div className="flex flex-wrap items-start gap-3 px-4 pt-4 pb-3">
        <span
          aria-hidden
          className="grid size-10 shrink-0 place-items-center rounded-md bg-brand-soft text-brand-soft-fg [&_svg]:size-5"
        >
          <Bot />
        </span>
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold text-base">{bot.name}</h2>
          <Live bot={bot} />
        </div>
        {onWish && mine.length > 0 && free.length > 0 && (
          <span className="max-md:order-last max-md:w-full">
            <LinkButton bot={bot} free={free} onWish={onWish} />
          </span>
        )}
        <BotMenu bot={bot} onWish={onWish} />
      </div>
      <Facts bot={bot} />
      <div className="border-line border-t px-4 py-3">
        {mine.length > 0 ? (
          <ul aria-label={t('answersOn')} className="space-y-2.5">
            {mine.map((number) => (
              <Linked key={number.id} bot={bot} number={number} onWish={onWish} />
            ))}
          </ul>
        ) : (
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <p className="min-w-0 flex-1 basis-56 text-fg-2 text-sm">
              {t('unlinked')} {!hasNumbers && t('noNumbers')}
              {hasNumbers && free.length === 0 && t('noneFree')}
            </p>
            {onWish && free.length > 0 && <LinkButton bot={bot} free={free} onWish={onWish} isPrimary />}
            {!hasNumbers && (
              <Link to="/channels" className="font-medium text-brand-soft-fg text-sm hover:underline">
                {t('toChannels')}
              </Link>
            )}
          </div>
        )}
      </div>
    </li>
  )
}

function BotMenu({ bot, onWish }: Pick<Props, 'bot' | 'onWish'>) {
  const t = useBundleWords()
  const words = useBotWords()
  const say = useProblemWords()
  const exporting = useMutation({
    mutationFn: exportBot,
    onError: (error) => toast(say(error), { tone: 'problem' }),
  })
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={t('botMenu', { name: bot.name })}>
          <Ellipsis />
        </IconButton>
      }
      items={[
        ...(onWish
          ? [{ label: words('rename'), icon: <Pencil />, onSelect: () => onWish({ act: 'rename', bot }) }]
          : []),
        {
          label: t('exportBot'),
          icon: <Download />,
          disabled: bot.flows === 0,
          onSelect: () => exporting.mutate(bot.id),
        },
        ...(onWish
          ? [
              null,
              {
                ...{ label: words('remove'), icon: <Trash2 />, danger: true },
                onSelect: () => onWish({ act: 'remove', bot }),
              },
            ]
          : []),
      ]}
    />
  )
}

function Live({ bot: { version } }: { bot: BotAtWork }) {
  const t = useBotWords()
  const { moment } = useWorkspaceFormats()
  if (!version) return <p className="text-sm text-warn-fg">{t('notLive')}</p>
  const { flow, number, publishedAt } = version
  return (
    <p className="text-fg-2 text-sm">
      <Link to="/flows/$id" params={{ id: version.flowId }} className="hover:text-fg hover:underline">
        {t('live', { flow, number, at: moment(publishedAt) })}
      </Link>
    </p>
  )
}

function Facts({ bot }: { bot: BotAtWork }) {
  const t = useBotWords()
  const { number, moment } = useWorkspaceFormats()
  const facts = [
    [t('flows'), t('of', { count: bot.published, all: number(bot.flows) })],
    [t('keywords'), number(bot.keywords)],
    [t('running'), number(bot.running)],
    [t('last'), bot.lastAt === null ? t('lastNone') : moment(bot.lastAt)],
  ] as const
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-2.5 px-4 pb-3.5 md:grid-cols-4">
      {facts.map(([label, value]) => (
        <div key={label} className="min-w-0">
          <dt className="text-fg-3 text-xs">{label}</dt>
          <dd className="tnum text-sm">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

type LinkedProps = { bot: BotAtWork; number: PhoneNumber; onWish: Props['onWish'] }

function Linked({ bot, number, onWish }: LinkedProps) {
  const t = useBotWords()
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1 basis-52">
        <p className="flex items-center gap-2 font-medium text-sm">
          <span className="truncate">{number.name || number.display}</span>
          {number.test && <Badge>{t('testNumber')}</Badge>}
        </p>
        <p className="tnum truncate text-fg-3 text-xs">{number.display}</p>
      </div>
      <NumberBadges state={number.state} quality={number.quality} />
      {onWish && (
        <Button
          size="sm"
          icon={<Unlink />}
          aria-label={t('unlinkFrom', { bot: bot.name, number: number.display })}
          onClick={() => onWish({ act: 'unlink', number })}
        >
          {t('unlink')}
        </Button>
      )}
    </li>
  )
}

type LinkProps = {
  bot: BotAtWork
  free: readonly PhoneNumber[]
  onWish: NonNullable<Props['onWish']>
  isPrimary?: boolean
}

/** One free number is taken at once, of several one is chosen. */
function LinkButton({ bot, free, onWish, isPrimary = false }: LinkProps) {
  const t = useBotWords()
  const [only, ...others] = free
  const look = { size: 'sm', tone: isPrimary ? 'primary' : 'secondary', icon: <Link2 /> } as const
  if (only && others.length === 0) {
    return (
      <Button
        {...look}
        aria-label={t('linkToThis', { bot: bot.name, number: only.display })}
        onClick={() => onWish({ act: 'link', number: only, bot: bot.id })}
      >
        {t('linkTo')}
      </Button>
    )
  }
  return (
    <Menu
      align="end"
      trigger={<Button {...look}>{t('linkTo')}</Button>}
      items={free.map((number) => ({
        label: `${number.name || number.display} · ${number.display}`,
        onSelect: () => onWish({ act: 'link', number, bot: bot.id }),
      }))}
    />
  )
}
