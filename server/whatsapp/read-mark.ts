import { z } from 'zod'
import { encodeRead } from '#core/whatsapp/encode.ts'
import type { Query } from '#server/base/db.ts'
import type { Job, Jobs } from '#server/base/jobs.ts'
import { postMessage } from '#server/whatsapp/graph.ts'
import type { Lines } from '#server/whatsapp/lines.ts'

const Payload = z.object({ workspaceId: z.uuid(), numberId: z.uuid(), wamid: z.string().max(300) })
/** Marks a customer's message, and all before it, as read on their phone (Meta: within 30 days). */
export const readMark: Job<z.infer<typeof Payload>> = {
  name: 'whatsapp.read',
  parse: (raw) => Payload.parse(raw),
}

export function askForReadMark(
  jobs: Jobs,
): (query: Query, workspaceId: string, numberId: string, wamid: string) => Promise<void> {
  return (query, workspaceId, numberId, wamid) =>
    jobs.enqueue(query, readMark, { workspaceId, numberId, wamid })
}

/** One call and no second: a blue tick that is missing is no harm. */
export function markReadWith(lines: Lines) {
  return async ({ workspaceId, numberId, wamid }: z.infer<typeof Payload>): Promise<void> => {
    const line = await lines.of(workspaceId)
    const number = line?.numbers.get(numberId)
    if (line && number) await postMessage(line.graph, number.graphId, encodeRead(wamid))
  }
}
