import { z } from 'zod'
import { type Millis, SECOND } from '#core/base/time.ts'
import { encodeRead, encodeTyping } from '#core/whatsapp/encode.ts'
import type { Query } from '#server/base/db.ts'
import type { Job, Jobs } from '#server/base/jobs.ts'
import { postMessage } from '#server/whatsapp/graph.ts'
import type { Lines } from '#server/whatsapp/lines.ts'

const Payload = z.object({
  workspaceId: z.uuid(),
  numberId: z.uuid(),
  wamid: z.string().max(300),
  /** A reply was being written at that moment. */
  typingAt: z.number().optional(),
})
/** Marks a customer's message, and all before it, as read on their phone (Meta: within 30 days). */
export const readMark: Job<z.infer<typeof Payload>> = {
  name: 'whatsapp.read',
  parse: (raw) => Payload.parse(raw),
}

/** Older than that nobody knows whether the reply is still being written. */
const TYPING_WAIT_MAX: Millis = 5 * SECOND

type Ask = (query: Query, workspaceId: string, numberId: string, wamid: string) => Promise<void>

export function askForReadMark(jobs: Jobs): Ask {
  return (query, workspaceId, numberId, wamid) =>
    jobs.enqueue(query, readMark, { workspaceId, numberId, wamid })
}

/** The same, and that a reply is being written. */
export function askForTyping(jobs: Jobs): Ask {
  return (query, workspaceId, numberId, wamid) =>
    jobs.enqueue(query, readMark, { workspaceId, numberId, wamid, typingAt: Date.now() })
}

/**
 * One call and no second: a blue tick that is missing is no harm. That a reply is being written is told at once or not at
 * all, and not over a number whose replies have to wait.
 */
export function markReadWith(lines: Lines) {
  return async ({ workspaceId, numberId, wamid, typingAt }: z.infer<typeof Payload>): Promise<void> => {
    const isLate = typingAt !== undefined && Date.now() - typingAt > TYPING_WAIT_MAX
    if (isLate) return
    const line = await lines.of(workspaceId)
    const number = line?.numbers.get(numberId)
    if (!line || !number) return
    if (typingAt === undefined) await postMessage(line.graph, number.graphId, encodeRead(wamid))
    else if (!line.silent.all.includes(numberId))
      await postMessage(line.graph, number.graphId, encodeTyping(wamid))
  }
}
