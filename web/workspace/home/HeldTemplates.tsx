import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { FileText, TriangleAlert } from 'lucide-react'
import type { BlockedTemplate } from '#core/whatsapp/template/api.ts'
import { orpc } from '#web/base/query.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Card } from '#web/ui/Card.tsx'
import { useWords } from '#web/workspace/words.ts'

const SAID = ['PAUSED', 'DISABLED', 'REJECTED', 'PENDING', 'DELETED'] as const

/** Templates that live flows and broadcasts send and Meta holds back: customers get no message until somebody sees to it. */
export function HeldTemplates() {
  const t = useWords()
  const held = useQuery(orpc.template.blockedTemplates.queryOptions()).data ?? []
  if (held.length === 0) return null
  return (
    <Card title={t('held.title')} action={<Badge tone="danger">{held.length}</Badge>} bodyClass="pb-1">
      <ul className="divide-y divide-line">
        {held.map((one) => (
          <Row key={`${one.name} ${one.language}`} held={one} />
        ))}
      </ul>
    </Card>
  )
}

function Row({ held: { id, name, status, uses } }: { held: BlockedTemplate }) {
  const t = useWords()
  const flows = [...new Set(uses.map((use) => use.name))].join(', ')
  const said = SAID.find((one) => one === status) ?? 'other'
  const [use] = uses
  const inner = (
    <>
      <FileText aria-hidden className="size-5 shrink-0 text-fg-3" />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-mono font-semibold text-sm">{name}</span>
        <span className="line-clamp-2 text-fg-2 text-sm">{t('held.text', { flows })}</span>
      </span>
      <Badge tone="danger" icon={<TriangleAlert aria-hidden />}>
        {t(`held.${said}`)}
      </Badge>
    </>
  )
  const look = 'flex items-center gap-3 px-4 py-2.5 hover:bg-sunken'
  return (
    <li>
      {id || !use ? (
        <Link to={id ? '/templates/$id' : '/templates'} params={{ id: id ?? '' }} className={look}>
          {inner}
        </Link>
      ) : (
        <Link
          to={use.kind === 'flow' ? '/flows/$id' : '/broadcasts/$id'}
          params={{ id: use.id }}
          className={look}
        >
          {inner}
        </Link>
      )}
    </li>
  )
}
