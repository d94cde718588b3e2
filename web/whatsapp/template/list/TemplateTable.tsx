import { Link } from '@tanstack/react-router'
import { PenLine } from 'lucide-react'
import type { TemplateView } from '#core/whatsapp/template/api.ts'
import { bodyTextOf } from '#core/whatsapp/template/fill/sentence.ts'
import { useFormats } from '#web/base/format.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { ListTable, listLink, listRow } from '#web/ui/ListTable.tsx'
import { useLanguageName } from '#web/whatsapp/template/view/language-name.ts'
import { QualityBadge, StandingBadge } from '#web/whatsapp/template/view/StatusBadge.tsx'
import { UseCount } from '#web/whatsapp/template/view/Uses.tsx'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

const GRID =
  'grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 md:grid-cols-[minmax(0,1fr)_96px_128px_96px_124px] xl:grid-cols-[minmax(0,1fr)_112px_136px_104px_112px_132px]'

/** Templates by name, the languages of one name one after the other. On a phone each is a card. */
export function TemplateTable({ rows }: { rows: readonly TemplateView[] }) {
  const t = useTemplateWords()
  return (
    <ListTable
      grid={GRID}
      columns={[
        { title: t('column.name') },
        { title: t('column.category') },
        { title: t('column.status') },
        { title: t('column.quality'), className: 'max-xl:hidden' },
        { title: t('column.uses') },
        { title: t('column.language') },
      ]}
    >
      {rows.map((row) => (
        <Row key={row.id} row={row} />
      ))}
    </ListTable>
  )
}

/** Its text; while a submission is open, or after it was lost, that. */
function Line({ row }: { row: TemplateView }) {
  const t = useTemplateWords()
  if (row.unansweredSince !== null || row.lost) {
    return (
      <span className="block truncate font-medium text-warn-fg text-xs">
        {t(row.lost ? 'asked.lostLine' : 'asked.line')}
      </span>
    )
  }
  return (
    <span className="block truncate text-fg-3 text-xs">
      {bodyTextOf(row.draft ?? row.template).replace(/\s+/g, ' ')}
    </span>
  )
}

function Row({ row }: { row: TemplateView }) {
  const t = useTemplateWords()
  const nameOf = useLanguageName()
  const formats = useFormats()
  return (
    <li className={listRow}>
      <Link to="/templates/$id" params={{ id: row.id }} className={`${GRID} ${listLink} min-h-[56px] py-2`}>
        <span className="min-w-0">
          <span className="flex min-w-0 items-center gap-2">
            <span className="truncate font-mono font-semibold text-sm">{row.name}</span>
            {row.draft && (
              <Badge tone="violet" icon={<PenLine />} className="max-md:hidden">
                {t('unsent')}
              </Badge>
            )}
          </span>
          <Line row={row} />
        </span>
        <span className="text-fg-2 text-xs max-md:order-4 max-md:text-right">
          {t(`category.${row.category}`)}
        </span>
        <span className="max-md:order-2 max-md:justify-self-end">
          <StandingBadge row={row} />
        </span>
        <span className="max-xl:hidden">
          <QualityBadge quality={row.quality} />
        </span>
        <span className="min-w-0 max-md:order-5">
          <UseCount row={row} />
        </span>
        <span className="min-w-0 text-fg-2 text-xs max-md:order-3">
          <span className="flex gap-1">
            <span className="truncate">{nameOf(row.language)}</span>
            <span className="shrink-0 text-fg-3">{row.language}</span>
          </span>
          <span className="block truncate text-2xs text-fg-3 max-md:hidden">
            {formats.moment(row.updatedAt)}
          </span>
        </span>
      </Link>
    </li>
  )
}
