import { useMutation, useQuery } from '@tanstack/react-query'
import { FlaskConical } from 'lucide-react'
import { atLeast } from '#core/workspace/role.ts'
import { client } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { Button } from '#web/ui/Button.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { useSilenceWords } from '#web/whatsapp/trace/silence-words.ts'

/** Turns among which the last flow is looked for; the trace asks for as many, so that both share one answer. */
const TURNS_MAX = 30

type Props = {
  readonly chatId: string | undefined
  /** Of which flow; by default the one that heard the chat last. */
  readonly flowId?: string | undefined
  /** A turn of the run; by default the latest run of the flow. */
  readonly turnId?: string | undefined
}

/** What happened in a chat becomes a test of the flow, with one press. */
export function RecordTest({ chatId, flowId, turnId }: Props) {
  const t = useSilenceWords()
  const say = useProblemWords()
  const role = useQuery(orpc.workspace.me.queryOptions()).data?.workspace?.role
  const trace = useQuery({
    ...orpc.chat.trace.queryOptions({ input: { id: chatId ?? '', limit: TURNS_MAX } }),
    enabled: chatId !== undefined && flowId === undefined,
  })
  const flow = flowId ?? trace.data?.items.find((turn) => turn.flow !== null)?.flow?.id
  const save = useMutation({
    mutationFn: async (of: { readonly id: string; readonly chatId: string }) => {
      const { script } = await client.trial.recordTest({ ...of, ...(turnId === undefined ? {} : { turnId }) })
      return await client.trial.saveTest({ id: of.id, script })
    },
    onSuccess: ({ script }) => {
      void queryClient.invalidateQueries({ queryKey: orpc.trial.key() })
      toast(t('recorded', { name: script.name }))
    },
    onError: (error) => toast(say(error), { tone: 'problem' }),
  })
  if (!role || !atLeast(role, 'admin')) return null
  return (
    <Button
      size="sm"
      icon={<FlaskConical />}
      busy={save.isPending}
      disabled={chatId === undefined || flow === undefined}
      onClick={() => {
        if (chatId !== undefined && flow !== undefined) save.mutate({ id: flow, chatId })
      }}
    >
      {t('record')}
    </Button>
  )
}
