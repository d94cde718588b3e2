import { CircleCheck, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { SyncReport } from '#core/whatsapp/template/api.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { type TemplateWords, useTemplateWords } from '#web/whatsapp/template-words.ts'

type Props = { report: SyncReport; onClose: () => void }

/** Names shown of each kind; the list below has all of them. */
const SHOWN_MAX = 6

/** What the last synchronisation found to be otherwise: +n ~n −n, with their names. */
export function SyncReportCard({ report, onClose }: Props) {
  const t = useTemplateWords()
  const base = useBaseWords()
  const { added, changed, gone, unread, total } = report
  const isSame = added.length + changed.length + gone.length + unread.length === 0
  const close = (
    <IconButton size="sm" label={base('close')} onClick={onClose}>
      <X />
    </IconButton>
  )
  return (
    <Banner tone="brand" role="status" icon={<CircleCheck />} action={close}>
      <p className="font-semibold">{isSame ? t('report.same', { total }) : t('report.found', { total })}</p>
      {!isSame && (
        <ul className="mt-0.5 space-y-0.5">
          <Line sign="+" title={t('report.added', { n: added.length })} names={added.map(named)} />
          <Line
            sign="~"
            title={t('report.changed', { n: changed.length })}
            names={changed.map((one) => `${named(one)}: ${one.what.map(whatIn(t)).join(', ')}`)}
          />
          <Line sign="−" title={t('report.gone', { n: gone.length })} names={gone.map(named)} />
          <Line sign="!" title={t('report.unread', { n: unread.length })} names={unread} />
        </ul>
      )}
    </Banner>
  )
}

const named = ({ name, language }: { readonly name: string; readonly language: string }) =>
  `${name} (${language})`
const whatIn = (t: TemplateWords) => (what: SyncReport['changed'][number]['what'][number]) =>
  t(`what.${what}`)

function Line({ sign, title, names }: { sign: string; title: ReactNode; names: readonly string[] }) {
  if (names.length === 0) return null
  const more = names.length > SHOWN_MAX ? ' …' : ''
  return (
    <li className="flex gap-2">
      <span aria-hidden className="w-2 shrink-0 font-mono font-semibold">
        {sign}
      </span>
      <span className="min-w-0 break-words">
        <span className="font-medium">{title}</span>: {names.slice(0, SHOWN_MAX).join(', ')}
        {more}
      </span>
    </li>
  )
}
