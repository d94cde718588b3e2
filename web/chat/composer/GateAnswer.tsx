import { useQuery } from '@tanstack/react-query'
import { orpc } from '#web/base/query.ts'
import { VerdictNote } from '#web/whatsapp/verdict/VerdictNote.tsx'

/** What any words of one's own would be told by the gate now: the same answer as the API, the flow and the trace give. */
export function GateAnswer({ chatId, zone }: { chatId: string; zone?: string | undefined }) {
  const input = { id: chatId, draft: { kind: 'text' as const, text: '…' } }
  const judged = useQuery(orpc.chat.judgeDraft.queryOptions({ input, staleTime: 0 })).data
  if (!judged || judged.answer === 'send') return null
  return <VerdictNote brief verdict={judged.verdict} zone={zone} className="mt-1" />
}
