import { useMutation } from '@tanstack/react-query'
import { FlaskConical } from 'lucide-react'
import { client } from '#web/base/api.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { refresh } from '#web/flow/trial/TestRow.tsx'
import { useTrialWords } from '#web/flow/trial-words.ts'
import { useFlow } from '#web/flow/use-flow.ts'
import { Button } from '#web/ui/Button.tsx'
import { toast } from '#web/ui/Toast.tsx'

/** What just happened on the phone becomes a test of the flow, with one press. */
export function SaveAsTest({ chatId, turnId }: { chatId: string | undefined; turnId?: string }) {
  const t = useTrialWords()
  const say = useProblemWords()
  const flowId = useFlow((state) => state.flowId)
  const canEdit = useFlow((state) => state.canEdit)
  const save = useMutation({
    mutationFn: async (chat: string) => {
      const ask = { id: flowId, chatId: chat, ...(turnId === undefined ? {} : { turnId }) }
      const { script } = await client.trial.recordTest(ask)
      return await client.trial.saveTest({ id: flowId, script })
    },
    onSuccess: ({ script }) => {
      refresh()
      toast(t('recorded', { name: script.name }))
    },
    onError: (error) => toast(say(error), { tone: 'problem' }),
  })
  if (!canEdit) return null
  return (
    <Button
      size="sm"
      icon={<FlaskConical />}
      busy={save.isPending}
      disabled={chatId === undefined}
      onClick={() => chatId !== undefined && save.mutate(chatId)}
    >
      {t('record')}
    </Button>
  )
}
