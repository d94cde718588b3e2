import { Link } from '@tanstack/react-router'
import type { Bot, FlowRow } from '#core/flow/api.ts'
import { useFormats } from '#web/base/format.ts'
import { useZone } from '#web/flow/control/fields.ts'
import { FlowState } from '#web/flow/list/FlowState.tsx'
import { Problems, RowMenu, Triggers, useFlowSwitch } from '#web/flow/list/row-parts.tsx'
import { useWords } from '#web/flow/use-words.ts'
import { Switch } from '#web/ui/Switch.tsx'

export type ListProps = {
  readonly flows: readonly FlowRow[]
  readonly bots: readonly Bot[]
  readonly canEdit: boolean
}

/** The flows as a table. */
export function FlowTable({ flows, bots, canEdit }: ListProps) {
  const words = useWords()
  const head = 'px-3 text-left text-2xs font-medium text-fg-3'
  return (
    <div className="scroll relative rounded-lg border border-line bg-surface shadow-1">
      <table className="w-full border-collapse">
        <thead className="h-9 bg-sunken">
          <tr>
            <th className={`${head} pl-4`}>{words('column.name')}</th>
            <th className={head}>{words('column.state')}</th>
            <th className={head}>{words('column.triggers')}</th>
            <th className={head}>{words('column.problems')}</th>
            <th className={`${head} text-right! max-lg:hidden`}>{words('column.running')}</th>
            <th className={`${head} max-lg:hidden`}>{words('column.changed')}</th>
            <th className={head}>{words('column.on')}</th>
            <th className="w-12">
              <span className="sr-only">{words('act.more')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {flows.map((flow) => (
            <Row
              key={flow.id}
              flow={flow}
              bot={bots.find((bot) => bot.id === flow.botId)}
              canEdit={canEdit}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ flow, bot, canEdit }: { flow: FlowRow; bot: Bot | undefined; canEdit: boolean }) {
  const words = useWords()
  const formats = useFormats(useZone())
  const setEnabled = useFlowSwitch()
  return (
    <tr className="h-[52px] border-t border-line hover:bg-sunken">
      <td className="max-w-72 py-1.5 pr-3 pl-4">
        <Link
          to="/flows/$id"
          params={{ id: flow.id }}
          className="block truncate font-display text-sm font-semibold hover:underline"
        >
          {flow.name}
        </Link>
        <p className="truncate text-2xs text-fg-3">{bot?.name}</p>
      </td>
      <td className="px-3">
        <FlowState flow={flow} />
      </td>
      <td className="max-w-60 px-3 text-xs text-fg-2">
        <Triggers flow={flow} />
      </td>
      <td className="px-3">
        <Problems flow={flow} />
      </td>
      <td className="tnum px-3 text-right text-sm max-lg:hidden">{formats.number(flow.running)}</td>
      <td className="px-3 text-xs whitespace-nowrap text-fg-2 max-lg:hidden">
        {formats.moment(flow.updatedAt)}
      </td>
      <td className="px-3">
        {flow.version !== null && (
          <Switch
            label={words('row.switch', { name: flow.name })}
            checked={flow.enabled}
            disabled={!canEdit}
            onChange={(enabled) => setEnabled(flow, enabled)}
          />
        )}
      </td>
      <td className="pr-2 text-right">
        <RowMenu flow={flow} canEdit={canEdit} />
      </td>
    </tr>
  )
}
