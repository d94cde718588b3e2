import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { TriangleAlert } from 'lucide-react'
import { STATUS_WORDS } from '#core/whatsapp/template/status-words.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { orpc } from '#web/base/query.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

/** Templates in use that Meta holds back, above everything else of the list. */
export function BlockedNote() {
  const t = useTemplateWords()
  const language = useLanguage()
  const blocked = useQuery(orpc.template.blockedTemplates.queryOptions()).data ?? []
  if (blocked.length === 0) return null
  return (
    <Banner tone="danger" role="status" icon={<TriangleAlert />}>
      <p className="font-semibold">{t('blocked.title', { count: blocked.length })}</p>
      <ul>
        {blocked.map(({ id, name, status, uses, ...one }) => (
          <li key={`${name} ${one.language}`} className="break-words">
            {id ? (
              <Link to="/templates/$id" params={{ id }} className="font-mono underline underline-offset-2">
                {name}
              </Link>
            ) : (
              <span className="font-mono">{name}</span>
            )}{' '}
            ({one.language}) · {STATUS_WORDS[status][language]} ·{' '}
            {uses.map((use, at) => (
              <span key={`${use.kind} ${use.id}`}>
                {at > 0 && ', '}
                <Link
                  to={use.kind === 'flow' ? '/flows/$id' : '/broadcasts/$id'}
                  params={{ id: use.id }}
                  className="underline underline-offset-2"
                >
                  {use.name}
                </Link>
              </span>
            ))}
          </li>
        ))}
      </ul>
    </Banner>
  )
}
