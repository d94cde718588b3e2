import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { orpc } from '#web/base/query.ts'
import { useWords } from '#web/contact/words.ts'
import { Badge } from '#web/ui/Badge.tsx'

/** The flows whose steps fill or read a field, in their draft and in what runs. */
export function FieldUses({ id }: { readonly id: string }) {
  const t = useWords()
  const { data } = useQuery(orpc.flow.fieldUses.queryOptions({ input: { id } }))
  if (!data) return null
  const flows = [...Map.groupBy(data.uses, ({ flowId }) => flowId)]
  return (
    <section>
      <h3 className="font-medium font-sans text-sm">{t('fieldUses')}</h3>
      {flows.length === 0 && <p className="mt-1 text-fg-3 text-sm">{t('fieldUnused')}</p>}
      <ul className="mt-1 divide-y divide-line">
        {flows.map(([flowId, uses]) => (
          <li key={flowId} className="flex items-center gap-2 py-1.5">
            <Link
              to="/flows/$id"
              params={{ id: flowId }}
              className="min-w-0 flex-1 truncate font-medium text-sm hover:underline"
            >
              {uses[0]?.flow}
            </Link>
            <span className="text-fg-2 text-xs">
              {t('fieldUseSteps', { count: new Set(uses.map(({ node }) => node)).size })}
            </span>
            {uses.some(({ where }) => where === 'live') && <Badge tone="brand">{t('fieldUseLive')}</Badge>}
            {uses.some(({ where }) => where === 'draft') && <Badge>{t('fieldUseDraft')}</Badge>}
          </li>
        ))}
      </ul>
    </section>
  )
}
