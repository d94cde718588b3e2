import { CirclePause, CircleSlash, CircleX, Clock, Info, RefreshCw, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { TemplateView } from '#core/whatsapp/template/api.ts'
import { REJECTIONS } from '#core/whatsapp/template/state.ts'
import { useFormats } from '#web/base/format.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { isHeld } from '#web/whatsapp/template/view/held.ts'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

/** What Meta decided about a template and what it means: rejected and why, paused until when, to be moved to what. */
export function Standing({ row }: { row: TemplateView }) {
  const t = useTemplateWords()
  const formats = useFormats()
  const { correctCategory, categoryAt } = row
  const category = correctCategory && t(`category.${correctCategory}`)
  return (
    <>
      {row.unansweredSince !== null && (
        <Banner tone="warn" role="status" icon={<RefreshCw />}>
          {t('asked.text', { when: formats.moment(row.unansweredSince) })}
        </Banner>
      )}
      {row.lost && (
        <Banner tone="danger" icon={<CircleX />}>
          {t('asked.lostText')}
        </Banner>
      )}
      <State row={row} />
      {isHeld(row) && (
        <Banner tone="danger" icon={<TriangleAlert />}>
          {t('uses.blocked')}
        </Banner>
      )}
      {category && correctCategory !== row.category && (
        <Banner tone="warn" icon={<TriangleAlert />}>
          {categoryAt === null
            ? t('willMoveSoon', { category })
            : t('willMove', { category, when: formats.moment(categoryAt) })}
        </Banner>
      )}
      {row.editAgain !== null && (
        <Banner tone="neutral" icon={<Clock />}>
          {t('editAgain', { when: formats.moment(row.editAgain) })}
        </Banner>
      )}
    </>
  )
}

function State({ row }: { row: TemplateView }): ReactNode {
  const t = useTemplateWords()
  const formats = useFormats()
  switch (row.status) {
    case 'REJECTED':
      return <Rejected row={row} />
    case 'PAUSED':
      return (
        <Banner tone="warn" icon={<CirclePause />}>
          {row.pausedUntil === null
            ? t('pausedNow')
            : t('pausedUntil', { when: formats.moment(row.pausedUntil) })}
          <Words of={row} />
        </Banner>
      )
    case 'FLAGGED':
      return (
        <Banner tone="warn" icon={<TriangleAlert />}>
          {t('flaggedNow')}
          <Words of={row} />
        </Banner>
      )
    case 'DISABLED':
      return (
        <Banner tone="danger" icon={<CircleSlash />}>
          {t('disabledNow')}
          <Words of={row} />
        </Banner>
      )
    case 'PENDING':
      return (
        <Banner tone="info" icon={<Clock />}>
          {t('pendingNow')}
        </Banner>
      )
    case 'DELETED':
      return (
        <Banner tone="neutral" icon={<Info />}>
          {t('deletedNow')}
        </Banner>
      )
    default:
      return null
  }
}

function Rejected({ row }: { row: TemplateView }) {
  const t = useTemplateWords()
  const language = useLanguage()
  const known = row.rejection === null ? undefined : REJECTIONS[row.rejection]
  const reason = known?.reason[language] ?? row.rejection ?? t('rejectedUnknown')
  return (
    <Banner tone="danger" icon={<CircleX />}>
      <p className="font-semibold">{t('rejectedBy', { reason })}</p>
      {known && <p>{known.remedy[language]}</p>}
      <Words of={row} />
    </Banner>
  )
}

/** Meta's own sentences; they are English and tell more than its code. */
function Words({ of: { details, advice } }: { of: TemplateView }) {
  const t = useTemplateWords()
  const words = [details, advice].filter(Boolean).join(' ')
  return words ? <p className="mt-0.5 text-xs">{t('metaSays', { words })}</p> : null
}
