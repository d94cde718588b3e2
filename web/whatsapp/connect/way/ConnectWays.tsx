import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { ClipboardPen, KeyRound, LogIn } from 'lucide-react'
import { orpc } from '#web/base/query.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { cx } from '#web/ui/cx.ts'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { ConnectWizard } from '#web/whatsapp/connect/ConnectWizard.tsx'
import { Dialog360Way } from '#web/whatsapp/connect/way/Dialog360Way.tsx'
import { FacebookWay } from '#web/whatsapp/connect/way/FacebookWay.tsx'
import { WAYS, type Way, wayOf } from '#web/whatsapp/connect/way/way.ts'
import { useConnectWords } from '#web/whatsapp/connect-words.ts'

const LOOKS = {
  facebook: { Icon: LogIn, title: 'wayFacebook', text: 'wayFacebookText' },
  manual: { Icon: ClipboardPen, title: 'wayManual', text: 'wayManualText' },
  '360dialog': { Icon: KeyRound, title: 'way360dialog', text: 'way360dialogText' },
} as const

/** The ways to a WhatsApp Business Account; the chosen one stands in the address. */
export function ConnectWays() {
  const t = useConnectWords()
  const search: { readonly way?: unknown } = useSearch({ strict: false })
  const oauth = useQuery(orpc.whatsapp.oauth.queryOptions()).data
  if (!oauth) return <Skeleton className="h-56 rounded-lg" />
  const isOffered = oauth.missing.length === 0
  const way = wayOf(search.way, isOffered)
  return (
    <div className="min-w-0 space-y-4">
      <nav aria-label={t('waysTitle')}>
        <ul className="grid gap-2 sm:grid-cols-3">
          {WAYS.map((one) => (
            <Tile key={one} way={one} chosen={one === way} best={isOffered && one === 'facebook'} />
          ))}
        </ul>
      </nav>
      {way === 'facebook' && <FacebookWay oauth={oauth} />}
      {way === 'manual' && <ConnectWizard step="access" channel={null} numbers={[]} onLater={() => {}} />}
      {way === '360dialog' && <Dialog360Way />}
    </div>
  )
}

function Tile({ way, chosen, best }: { way: Way; chosen: boolean; best: boolean }) {
  const t = useConnectWords()
  const { Icon, title, text } = LOOKS[way]
  return (
    <li>
      <Link
        to="/channels"
        search={{ way } as never}
        aria-current={chosen ? 'true' : undefined}
        className={cx(
          'flex h-full gap-3 rounded-lg border bg-surface p-3 sm:flex-col sm:gap-2',
          chosen ? 'border-brand ring-1 ring-brand' : 'border-line hover:border-line-strong',
        )}
      >
        <Icon
          aria-hidden
          className={cx('mt-0.5 size-5 shrink-0', chosen ? 'text-brand-soft-fg' : 'text-fg-3')}
        />
        <span className="min-w-0">
          <span className="flex flex-wrap items-center gap-x-2 font-semibold text-sm">
            {t(title)}
            {best && <Badge tone="brand">{t('recommended')}</Badge>}
          </span>
          <span className="mt-0.5 block text-fg-2 text-xs">{t(text)}</span>
        </span>
      </Link>
    </li>
  )
}
