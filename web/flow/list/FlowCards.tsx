import { Link } from '@tanstack/react-router'
import { useFormats } from '#web/base/format.ts'
import { useZone } from '#web/flow/control/fields.ts'
import { FlowState } from '#web/flow/list/FlowState.tsx'
import type { ListProps } from '#web/flow/list/FlowTable.tsx'
import { Problems, RowMenu, Triggers } from '#web/flow/list/row-parts.tsx'
import { useWords } from '#web/flow/use-words.ts'

/** The flows on a phone: one card each. */
export function FlowCards({ flows, bots, canEdit }: ListProps) {
  const words = useWords()
  const formats = useFormats(useZone())
  return (
    <ul className="space-y-2.5">
      {flows.map((flow) => (
        <li key={flow.id} className="relative rounded-lg border border-line bg-surface p-3.5 shadow-1">
          <div className="flex items-start gap-2">
            <div className="min-w-0 flex-1">
              <Link
                to="/flows/$id"
                params={{ id: flow.id }}
                className="block truncate font-display text-base font-semibold before:absolute before:inset-0"
              >
                {flow.name}
              </Link>
              <p className="truncate text-xs text-fg-3">{bots.find((bot) => bot.id === flow.botId)?.name}</p>
            </div>
            <div className="relative -my-1 -mr-1.5">
              <RowMenu flow={flow} canEdit={canEdit} isLarge />
            </div>
          </div>
          <div className="mt-2 flex flex-wrap items-center gap-x-2.5 gap-y-1.5 text-xs text-fg-2">
            <FlowState flow={flow} />
            <Problems flow={flow} />
          </div>
          <div className="mt-1.5 text-xs text-fg-2">
            <Triggers flow={flow} />
          </div>
          <p className="mt-2 text-2xs text-fg-3">
            {words('row.inside', { count: flow.running })} · {formats.moment(flow.updatedAt)}
          </p>
        </li>
      ))}
    </ul>
  )
}
