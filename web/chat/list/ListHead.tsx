import { useQuery } from '@tanstack/react-query'
import { Bot, Clock, Hourglass, ListChecks, Search, UserRound, X } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { orpc } from '#web/base/query.ts'
import { useSearchText } from '#web/base/use-search-text.ts'
import { useBaseWords } from '#web/base/words.ts'
import { SHORTCUT } from '#web/chat/keys.ts'
import { FILTERS, type Filter, type ListAsk, type View } from '#web/chat/list/place-chat.ts'
import { useTeams } from '#web/chat/me.ts'
import type { Picking } from '#web/chat/pick.ts'
import { type ChatWords, useWords } from '#web/chat/words.ts'
import { cx } from '#web/ui/cx.ts'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

/** Typing rests this long before the list is asked. */
const SEARCH_LENGTH_MAX = 100

type Props = { ask: ListAsk; onAsk: (change: Partial<ListAsk>) => void; picking: Picking }

/** What the list shows: whose chats, which of them, and a search over name and number. */
export function ListHead({ ask, onAsk, picking }: Props) {
  const t = useWords()
  const counts = useQuery(orpc.chat.chatCounts.queryOptions()).data
  const { mine } = useTeams()
  return (
    <header className="space-y-2.5 px-3 pt-3 pb-2.5">
      <div className="flex min-h-8 items-center">
        <h2 className="flex-1 font-semibold text-xl">{t('title')}</h2>
        <IconButton
          label={t('pick.start')}
          shortcut={SHORTCUT.pick}
          active={picking.ids !== null}
          onClick={picking.ids ? picking.stop : picking.start}
        >
          <ListChecks />
        </IconButton>
      </div>
      <SearchBox value={ask.search} onChange={(search) => onAsk({ search })} />
      <div className="max-md:[&_button]:h-10">
        <Segmented<View>
          label={t('list.view')}
          size="sm"
          wide
          value={ask.view}
          onChange={(view) => onAsk({ view })}
          options={[
            { value: 'mine', label: t('list.mine'), count: counts?.mine },
            ...(mine.length > 0 || ask.view === 'team'
              ? [{ value: 'team' as const, label: t('list.team'), count: counts?.team }]
              : []),
            { value: 'unassigned', label: t('list.unassigned'), count: counts?.unassigned },
            { value: 'all', label: t('list.all') },
          ]}
        />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a row of toggles is a group, not a fieldset of a form */}
      <div
        role="group"
        aria-label={t('list.filter')}
        className="scroll -mx-3 flex gap-1.5 px-3 py-0.5 [scrollbar-width:none]"
      >
        {FILTERS.map((filter) => (
          <Chip
            key={filter}
            on={ask.filter === filter && !(filter === 'open' && ask.search !== '')} // a search looks at all
            icon={ICONS[filter]}
            isWhole={counts !== undefined}
            onPress={() => onAsk({ filter: ask.filter === filter ? 'open' : filter })}
          >
            {chipText(filter, counts?.unread, t)}
          </Chip>
        ))}
      </div>
    </header>
  )
}

const ICONS: Readonly<Record<Filter, ReactNode>> = {
  open: null,
  unread: null,
  closing: <Clock aria-hidden="true" />,
  bot: <Bot aria-hidden="true" />,
  human: <UserRound aria-hidden="true" />,
  pending: <Hourglass aria-hidden="true" />,
  resolved: null,
}

function chipText(filter: Filter, unread: number | undefined, t: ChatWords): string {
  const name = t(`filter.${filter}`)
  return filter === 'unread' && unread ? `${name} ${unread}` : name
}

type ChipProps = {
  on: boolean
  icon: ReactNode
  /** The counts are there: the row grows no more. */
  isWhole: boolean
  onPress: () => void
  children: ReactNode
}

function Chip({ on, icon, isWhole, onPress, children }: ChipProps) {
  const chip = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (on) chip.current?.scrollIntoView({ block: 'nearest', inline: 'center' }) // the row may be wider than the list
  }, [on, isWhole])
  return (
    <button
      ref={chip}
      type="button"
      aria-pressed={on}
      onClick={onPress}
      className={cx(
        'flex h-[26px] shrink-0 items-center gap-1 rounded-full border px-2.5 font-medium text-xs max-md:h-11 max-md:px-3.5 max-md:text-sm [&_svg]:size-3.5',
        on ? 'border-transparent bg-fg text-bg' : 'border-line-strong text-fg-2 hover:bg-hover',
      )}
    >
      {icon}
      {children}
    </button>
  )
}

type SearchProps = { value: string; onChange: (value: string) => void }

function SearchBox({ value, onChange }: SearchProps) {
  const t = useWords()
  const base = useBaseWords()
  const [typed, setTyped] = useSearchText(value, onChange)
  return (
    <div className="relative">
      <TextInput
        data-page-search
        type="search"
        icon={<Search />}
        value={typed}
        maxLength={SEARCH_LENGTH_MAX}
        onChange={setTyped}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') {
            event.preventDefault()
            document.querySelector<HTMLElement>('[data-testid="chat-list"] a')?.focus()
          }
          if (event.key !== 'Escape') return
          setTyped('')
          event.currentTarget.blur()
        }}
        aria-label={t('list.search')}
        placeholder={t('list.search')}
        className="pr-8 max-md:h-11 [&::-webkit-search-cancel-button]:hidden"
      />
      {typed && (
        <button
          type="button"
          aria-label={base('clear')}
          onClick={() => setTyped('')}
          className="absolute inset-y-0 right-1 my-auto grid size-6 place-items-center rounded-sm text-fg-3 hover:text-fg max-md:size-11"
        >
          <X aria-hidden="true" className="size-4" />
        </button>
      )}
    </div>
  )
}
