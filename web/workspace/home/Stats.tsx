import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleDashed, MessageSquareDot, UserRound, Workflow } from 'lucide-react'
import type { ReactNode } from 'react'
import { useFormats } from '#web/base/format.ts'
import { orpc } from '#web/base/query.ts'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { useWords } from '#web/workspace/words.ts'

/** Four counts, each a way to the list it counts. */
export function Stats() {
  const t = useWords()
  const counts = useQuery(orpc.chat.chatCounts.queryOptions()).data
  const flows = useQuery(orpc.flow.flows.queryOptions()).data
  const running = flows?.reduce((sum, flow) => sum + flow.running, 0)
  return (
    <ul className="grid grid-cols-2 gap-3 md:gap-4 lg:grid-cols-4">
      <Stat
        icon={<MessageSquareDot />}
        label={t('statUnread')}
        value={counts?.unread}
        search={{ filter: 'unread' }}
      />
      <Stat icon={<UserRound />} label={t('statMine')} value={counts?.mine} search={{ view: 'mine' }} />
      <Stat
        icon={<CircleDashed />}
        label={t('statUnassigned')}
        value={counts?.unassigned}
        search={{ view: 'unassigned' }}
      />
      <Stat icon={<Workflow />} label={t('statRunning')} value={running} />
    </ul>
  )
}

type Props = {
  icon: ReactNode
  label: string
  value: number | undefined
  search?: Readonly<Record<string, string>>
}

function Stat({ icon, label, value, search }: Props) {
  const t = useWords()
  const { number } = useFormats()
  return (
    <li className="relative rounded-lg border border-line bg-surface p-4 shadow-1 hover:border-line-strong">
      <p className="flex items-center gap-2 text-fg-2 text-sm [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-fg-3">
        {icon}
        <span className="truncate">{label}</span>
      </p>
      <p className="mt-1 font-bold font-display text-2xl tracking-[-.02em]">
        {value === undefined ? <Skeleton className="my-1 h-6 w-12" /> : number(value)}
      </p>
      {search ? (
        <Link to="/inbox" search={search as never} className="absolute inset-0 rounded-lg">
          <span className="sr-only">{`${t('openList')}: ${label}`}</span>
        </Link>
      ) : (
        <Link to="/flows" className="absolute inset-0 rounded-lg">
          <span className="sr-only">{`${t('openList')}: ${label}`}</span>
        </Link>
      )}
    </li>
  )
}
