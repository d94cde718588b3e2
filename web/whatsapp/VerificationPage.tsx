import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { atLeast } from '#core/workspace/role.ts'
import { orpc } from '#web/base/query.ts'
import { usePageTitle } from '#web/base/title.ts'
import { useBaseWords } from '#web/base/words.ts'
import { buttonClass } from '#web/ui/Button.tsx'
import { Page } from '#web/ui/Page.tsx'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'
import { Advice } from '#web/whatsapp/verification/Advice.tsx'
import { Checklist } from '#web/whatsapp/verification/Checklist.tsx'
import { NameChecker } from '#web/whatsapp/verification/NameChecker.tsx'
import { SiteCheck } from '#web/whatsapp/verification/SiteCheck.tsx'

/** What Meta wants before it believes in a business and its name. */
export function VerificationPage() {
  const t = useChannelWords()
  const base = useBaseWords()
  usePageTitle(t('verification'))
  const me = useQuery(orpc.workspace.me.queryOptions()).data
  const may = me?.workspace ? atLeast(me.workspace.role, 'admin') : false
  return (
    <Page
      title={t('verification')}
      sub={t('verificationText')}
      actions={
        <Link to="/channels" className={buttonClass({})}>
          <ArrowLeft aria-hidden />
          {base('channels')}
        </Link>
      }
    >
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_360px]">
        <div className="space-y-4">
          <Checklist may={may} />
          <NameChecker />
          <SiteCheck />
        </div>
        <Advice />
      </div>
    </Page>
  )
}
