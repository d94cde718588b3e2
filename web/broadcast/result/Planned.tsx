import { useQuery } from '@tanstack/react-query'
import type { Broadcast } from '#core/broadcast/api.ts'
import { orpc } from '#web/base/query.ts'
import { EstimateBeside } from '#web/broadcast/edit/EstimateBeside.tsx'
import { Samples } from '#web/broadcast/edit/Samples.tsx'

/** What a broadcast that has not begun will send, to how many, and what that costs when it begins. */
export function Planned({ row }: { row: Broadcast }) {
  const estimate = useQuery(orpc.broadcast.estimateBroadcast.queryOptions({ input: { id: row.id } }))
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <EstimateBeside estimate={estimate} row={row} />
      <Samples id={row.id} hasTemplate={row.template !== null} />
    </div>
  )
}
