import { useMutation } from '@tanstack/react-query'
import { RotateCw, TriangleAlert } from 'lucide-react'
import type { Channel } from '#core/whatsapp/api.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { refreshChannel } from '#web/whatsapp/channel/refresh.ts'
import { useWords } from '#web/whatsapp/words.ts'
import { useWorkspaceFormats } from '#web/workspace/zone.ts'

type Trouble = NonNullable<Channel['trouble']>

/** Why sending stands still, and for whoever may: the press that tries again once the cause is mended. */
export function TroubleBanner({ trouble, may }: { trouble: Trouble; may: boolean }) {
  const t = useWords()
  const say = useProblemWords()
  const language = useLanguage()
  const { moment } = useWorkspaceFormats()
  const resume = useMutation(
    orpc.whatsapp.resume.mutationOptions({
      onSuccess: () => {
        toast(t('resumed'))
        void refreshChannel()
      },
    }),
  )
  const { code, reason, stops } = trouble
  const facts = { code, reason: reason[language], since: moment(trouble.since) }
  return (
    <Banner
      tone="danger"
      role="alert"
      icon={<TriangleAlert aria-hidden />}
      action={
        may && (
          <Button size="sm" icon={<RotateCw />} busy={resume.isPending} onClick={() => resume.mutate({})}>
            {t('resume')}
          </Button>
        )
      }
    >
      <p>
        {t(`stopped_${stops}`, facts)} {t(may ? 'trouble' : 'troubleAgent')}
      </p>
      {resume.isError && <p className="mt-1">{say(resume.error)}</p>}
    </Banner>
  )
}
