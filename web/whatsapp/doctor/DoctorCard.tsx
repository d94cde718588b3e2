import { useMutation, useQuery } from '@tanstack/react-query'
import { Stethoscope } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Channel } from '#core/whatsapp/api.ts'
import type { Checkup } from '#core/whatsapp/doctor/api.ts'
import type { Link } from '#core/whatsapp/doctor/link.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { refreshChannel } from '#web/whatsapp/channel/refresh.ts'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'
import { LinkRow } from '#web/whatsapp/doctor/LinkRow.tsx'
import { useWorkspaceFormats } from '#web/workspace/zone.ts'

const isWrong = ({ state }: Link) => state === 'broken' || state === 'warning'

/** The chain between Meta and us: what is wrong first, with its cure; the rest on demand. Once ready it looks by itself. */
export function DoctorCard({ channel, may, ready }: { channel: Channel; may: boolean; ready: boolean }) {
  const t = useChannelWords()
  const say = useProblemWords()
  const { moment } = useWorkspaceFormats()
  const [all, setAll] = useState(false)
  const found = useQuery(orpc.whatsapp.checkup.queryOptions())
  const examine = useMutation(
    orpc.whatsapp.examine.mutationOptions({ onSuccess: () => void refreshChannel() }),
  )
  const { mutate } = examine
  const isFirst = may && ready && examine.isIdle && found.data?.checkup === null
  useEffect(() => {
    if (isFirst) mutate({})
  }, [isFirst, mutate])
  const checkup = found.data?.checkup ?? null
  const links = checkup?.links ?? []
  const shown = all ? links : links.filter(isWrong)
  return (
    <Card title={t('doctor')} action={checkup && <Verdict checkup={checkup} />} bodyClass="pb-3">
      {found.isPending && <Skeleton className="mx-4 h-16" />}
      {found.isSuccess && !checkup && <p className="px-4 text-fg-2">{t('doctorNever')}</p>}
      {(examine.isError || found.isError) && (
        <Banner tone="danger" role="alert" className="mx-4 mb-2">
          {say(examine.error ?? found.error)}
        </Banner>
      )}
      <ul className="divide-y divide-line" aria-label={t('doctor')}>
        {shown.map((link) => (
          <LinkRow
            key={`${link.kind} ${link.subject}`}
            link={link}
            channel={channel}
            may={may}
            onActed={() => examine.mutate({})}
          />
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-2 px-4 pt-3">
        {may && (
          <Button
            size="sm"
            icon={<Stethoscope />}
            busy={examine.isPending}
            onClick={() => examine.mutate({})}
          >
            {t('examine')}
          </Button>
        )}
        {links.length > 0 && (
          <Button size="sm" tone="ghost" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t('showWrong') : t('showAll')}
          </Button>
        )}
        {checkup && (
          <span className="ml-auto text-fg-3 text-xs" role="status">
            {t('doctorAt', { at: moment(checkup.checkedAt) })}
          </span>
        )}
      </div>
    </Card>
  )
}

function Verdict({ checkup: { links, worst } }: { checkup: Checkup }) {
  const t = useChannelWords()
  const count = links.filter(isWrong).length
  if (count === 0) {
    return (
      <Badge tone="brand" dot>
        {t('doctorWell')}
      </Badge>
    )
  }
  return (
    <Badge tone={worst === 'broken' ? 'danger' : 'warn'} dot>
      {t('doctorWrong', { count })}
    </Badge>
  )
}
