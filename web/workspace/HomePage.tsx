import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Smartphone } from 'lucide-react'
import { orpc } from '#web/base/query.ts'
import { usePageTitle } from '#web/base/title.ts'
import { useBaseWords } from '#web/base/words.ts'
import { buttonClass } from '#web/ui/Button.tsx'
import { Page } from '#web/ui/Page.tsx'
import { ChannelNotices } from '#web/workspace/ChannelNotices.tsx'
import { Attention } from '#web/workspace/home/Attention.tsx'
import { Checklist } from '#web/workspace/home/Checklist.tsx'
import { FlowsCard } from '#web/workspace/home/FlowsCard.tsx'
import { HeldTemplates } from '#web/workspace/home/HeldTemplates.tsx'
import { Overview } from '#web/workspace/home/Overview.tsx'
import { RangeChoice } from '#web/workspace/home/RangeChoice.tsx'
import { useWords } from '#web/workspace/words.ts'

/** What to do next: the way to a living bot, what the last days came to, who waits, how numbers and flows stand. */
export function HomePage() {
  const t = useWords()
  const base = useBaseWords()
  usePageTitle(base('home'))
  const me = useQuery(orpc.workspace.me.queryOptions()).data
  const world = useQuery(orpc.whatsapp.simulator.queryOptions()).data?.world
  const waiting = useQuery(orpc.chat.chatCounts.queryOptions()).data?.unread
  const name = me?.user.name.split(' ')[0] ?? ''
  return (
    <Page
      title={t(greetingOf(new Date().getHours()), { name })}
      sub={waiting === undefined ? ' ' : waiting > 0 ? t('waiting', { count: waiting }) : t('allCalm')}
      actions={
        <>
          <RangeChoice />
          {world && (
            <Link to="/simulator" className={buttonClass({ tone: 'primary' })}>
              <Smartphone aria-hidden />
              {t('tryInSimulator')}
            </Link>
          )}
        </>
      }
    >
      <ChannelNotices away />
      <Checklist />
      {me?.workspace && <Overview role={me.workspace.role} />}
      <HeldTemplates />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-2">
        <Attention />
        <FlowsCard />
      </div>
    </Page>
  )
}

function greetingOf(hour: number): 'morning' | 'noon' | 'afternoon' | 'evening' {
  if (hour < 4 || hour >= 18) return 'evening'
  if (hour < 11) return 'morning'
  return hour < 15 ? 'noon' : 'afternoon'
}
