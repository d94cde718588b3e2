import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { orpc } from '#web/base/query.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { buttonClass } from '#web/ui/Button.tsx'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'

/** The way to the checklist and the name checker; `approved` is the last tick of all. */
export function VerificationCard() {
  const t = useChannelWords()
  const { done, of } = useQuery(orpc.whatsapp.verification.queryOptions()).data ?? { done: [], of: 0 }
  return (
    <section className="flex flex-wrap items-center gap-3 rounded-lg border border-line bg-surface px-4 py-3.5 shadow-1">
      <div className="min-w-0 flex-1 basis-64">
        <h2 className="font-semibold text-base">{t('verification')}</h2>
        <p className="text-fg-2">{done.includes('approved') ? t('approved') : t('verificationCard')}</p>
      </div>
      {of > 0 && (
        <Badge tone={done.length >= of ? 'brand' : 'warn'}>
          {done.length}/{of}
        </Badge>
      )}
      <Link to="/channels/verification" className={buttonClass({})}>
        {t('openVerification')}
        <span className="sr-only"> {t('verification')}</span>
      </Link>
    </section>
  )
}
