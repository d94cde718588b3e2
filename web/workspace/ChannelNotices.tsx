import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { KeyRound, Unplug } from 'lucide-react'
import type { ChannelNotice } from '#core/whatsapp/doctor/api.ts'
import { atLeast } from '#core/workspace/role.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { orpc } from '#web/base/query.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { buttonClass } from '#web/ui/Button.tsx'
import { useWords } from '#web/workspace/words.ts'
import { useWorkspaceFormats } from '#web/workspace/zone.ts'

const SHOWN_MAX = 3

/** What the doctor tells owners and admins of by itself, until it is mended. `away`: on a page from which one must go there. */
export function ChannelNotices({ away = false }: { away?: boolean }) {
  const t = useWords()
  const me = useQuery(orpc.workspace.me.queryOptions()).data
  const may = me?.workspace ? atLeast(me.workspace.role, 'admin') : false
  const notices = useQuery(orpc.whatsapp.notices.queryOptions({ enabled: may })).data ?? []
  if (!may || notices.length === 0) return null
  const shown = notices.slice(0, SHOWN_MAX)
  const more = notices.length - shown.length
  return (
    <section aria-label={t('notices')} className="space-y-2">
      {shown.map((notice, at) => (
        <Notice key={notice.id} notice={notice} away={away && at === 0} />
      ))}
      {more > 0 && <p className="px-1 text-fg-2 text-sm">{t('noticesMore', { count: more })}</p>}
    </section>
  )
}

function Notice({ notice, away }: { notice: ChannelNotice; away: boolean }) {
  const t = useWords()
  const language = useLanguage()
  const isNear = notice.stage !== null && notice.stage > 0
  return (
    <Banner
      tone={isNear ? 'warn' : 'danger'}
      role={isNear ? 'status' : 'alert'}
      icon={notice.stage === null ? <Unplug aria-hidden /> : <KeyRound aria-hidden />}
      className="max-sm:flex-wrap"
      action={
        away && (
          <Link to="/channels" className={buttonClass({ size: 'sm' })}>
            {t('openChannels')}
          </Link>
        )
      }
    >
      <p className="font-medium">
        <What notice={notice} />
      </p>
      {notice.fix && <p className="mt-0.5 text-fg-2">{notice.fix[language]}</p>}
    </Banner>
  )
}

/** A token's end is told by its moment: the number of days of when it was told is old by now. */
function What({ notice: { stage, at, subject, evidence } }: { notice: ChannelNotice }) {
  const t = useWords()
  const language = useLanguage()
  const { moment } = useWorkspaceFormats()
  if (stage !== null && at !== null) return t(stage === 0 ? 'tokenOver' : 'tokenEnds', { at: moment(at) })
  return `${subject ? `${subject}: ` : ''}${evidence[language]}`
}
