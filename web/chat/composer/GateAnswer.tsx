import { useQuery } from '@tanstack/react-query'
import { orpc } from '#web/base/query.ts'
import { Explanation, type OnTemplate } from '#web/whatsapp/verdict/Explanation.tsx'

/** What to do, by the gate that would judge any words of one's own now: the same as the API, the flow and the trace say. */
export function GateAnswer({ chatId, onTemplate }: { chatId: string; onTemplate: OnTemplate }) {
  const input = { id: chatId, draft: { kind: 'text' as const, text: '…' } }
  const judged = useQuery(orpc.chat.judgeDraft.queryOptions({ input, staleTime: 0 })).data
  if (!judged || judged.verdict.allowed) return null
  return (
    <div className="mt-1">
      <Explanation fault={null} verdict={judged.verdict} brief onTemplate={onTemplate} />
    </div>
  )
}
