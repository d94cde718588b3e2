import { useQuery } from '@tanstack/react-query'
import { explain } from '#core/policy/explain.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { orpc } from '#web/base/query.ts'

/** What to do, by the gate that would judge any words of one's own now: the same as the API, the flow and the trace say. */
export function GateAnswer({ chatId }: { chatId: string }) {
  const language = useLanguage()
  const input = { id: chatId, draft: { kind: 'text' as const, text: '…' } }
  const judged = useQuery(orpc.chat.judgeDraft.queryOptions({ input, staleTime: 0 })).data
  const told = judged && explain(judged.verdict, language)
  if (!told?.remedy) return null
  return (
    <p className="mt-1 text-fg-2 text-xs">
      {told.remedy} {told.rule && <span className="text-fg-3">({told.rule.title})</span>}
    </p>
  )
}
