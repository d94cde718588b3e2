import { useQuery } from '@tanstack/react-query'
import { CircleQuestionMark } from 'lucide-react'
import { Suspense, useState } from 'react'
import type { Silence } from '#core/flow/silence/silence.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { patient } from '#web/ui/patient.ts'
import { useSilenceWords } from '#web/whatsapp/trace/silence-words.ts'

const SilenceNote = patient(async () => (await import('#web/whatsapp/trace/SilenceNote.tsx')).SilenceNote)

/** “Mengapa bot diam?”: one plain answer when it is asked, and what to do about it. */
export function WhySilent({ chatId }: { chatId: string }) {
  const t = useSilenceWords()
  const say = useProblemWords()
  const [asked, setAsked] = useState(false)
  const answer = useQuery({
    ...orpc.trial.silence.queryOptions({ input: { id: chatId } }),
    enabled: asked,
    staleTime: 0,
    gcTime: 0,
  })
  return (
    <div className="space-y-2">
      <Button
        size="sm"
        icon={<CircleQuestionMark />}
        busy={answer.isFetching}
        onClick={() => {
          if (asked) void answer.refetch()
          else setAsked(true)
        }}
      >
        {t('whySilent')}
      </Button>
      <div aria-live="polite">
        {answer.error && <Banner tone="danger">{say(answer.error)}</Banner>}
        {answer.data && (
          <Suspense>
            <SilenceNote
              chatId={chatId}
              silence={answer.data as Silence}
              version={answer.data.version}
              onMended={() => void answer.refetch()}
            />
          </Suspense>
        )}
      </div>
    </div>
  )
}
