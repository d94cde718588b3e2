import { useMutation } from '@tanstack/react-query'
import { CircleCheck, CircleHelp, CircleX, TriangleAlert } from 'lucide-react'
import type { Channel } from '#core/whatsapp/api.ts'
import type { Link } from '#core/whatsapp/doctor/link.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { Button } from '#web/ui/Button.tsx'
import { cx } from '#web/ui/cx.ts'
import { toast } from '#web/ui/Toast.tsx'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'
import { RenewSecrets } from '#web/whatsapp/connect/RenewSecrets.tsx'
import { useWorkspaceFormats } from '#web/workspace/zone.ts'

const LOOKS = {
  ok: { Icon: CircleCheck, tone: 'text-brand-soft-fg' },
  warning: { Icon: TriangleAlert, tone: 'text-warn-fg' },
  broken: { Icon: CircleX, tone: 'text-danger-fg' },
  unknown: { Icon: CircleHelp, tone: 'text-fg-3' },
} as const

type Props = { link: Link; channel: Channel; may: boolean; onActed: () => void }

/** One link: how it stands, the evidence, and what mends it. */
export function LinkRow({ link, channel, may, onActed }: Props) {
  const t = useChannelWords()
  const language = useLanguage()
  const { moment } = useWorkspaceFormats()
  const { Icon, tone } = LOOKS[link.state]
  return (
    <li className="flex gap-3 px-4 py-2.5">
      <Icon role="img" aria-label={t(`state_${link.state}`)} className={cx('mt-0.5 size-4 shrink-0', tone)} />
      <div className="flex min-w-0 flex-1 flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <p className="font-medium text-sm">
            {t(`link_${link.kind}`)}
            {link.subject && <span className="tnum font-normal text-fg-2"> {link.subject}</span>}
          </p>
          <p className="break-words text-fg-2 text-sm">
            {link.evidence[language]}
            {link.at !== null && <span className="text-fg-3"> ({moment(link.at)})</span>}
          </p>
          {link.fix && <p className="mt-0.5 text-sm">{link.fix[language]}</p>}
        </div>
        {may && link.act === 'secrets' && <RenewSecrets channel={channel} />}
        {may && link.act && link.act !== 'secrets' && <ActButton act={link.act} onActed={onActed} />}
      </div>
    </li>
  )
}

type Act = Exclude<Link['act'], null | 'secrets'>

function ActButton({ act, onActed }: { act: Act; onActed: () => void }) {
  const t = useChannelWords()
  const say = useProblemWords()
  const after = {
    onSuccess: () => {
      toast(t('acted'))
      onActed()
    },
    onError: (error: unknown) => toast(say(error), { tone: 'problem' }),
  }
  const acts = {
    subscribe: useMutation(orpc.whatsapp.subscribe.mutationOptions(after)),
    resume: useMutation(orpc.whatsapp.resume.mutationOptions(after)),
    sync: useMutation(orpc.whatsapp.syncNumbers.mutationOptions(after)),
  }
  return (
    <Button size="sm" busy={acts[act].isPending} onClick={() => acts[act].mutate({})}>
      {t(`act_${act}`)}
    </Button>
  )
}
