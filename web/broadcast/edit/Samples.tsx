import { useInfiniteQuery } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { Sample } from '#core/broadcast/api.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { shownPhone } from '#web/base/phone.ts'
import { orpc } from '#web/base/query.ts'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { Card } from '#web/ui/Card.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { TemplatePreview } from '#web/whatsapp/template/view/TemplatePreview.tsx'

/** What one recipient after the other would get, exactly. */
export function Samples({ id, hasTemplate }: { id: string; hasTemplate: boolean }) {
  const t = useBroadcastWords()
  const [at, setAt] = useState(0)
  const found = useInfiniteQuery(
    orpc.broadcast.sampleBroadcast.infiniteOptions({
      input: (after: string | undefined) => ({ id, ...(after && { after }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.after ?? undefined,
      enabled: hasTemplate,
    }),
  )
  const samples = found.data?.pages.flatMap(({ items }) => items) ?? []
  const place = Math.min(at, Math.max(0, samples.length - 1))
  const sample = samples[place]
  const go = (to: number) => {
    if (to >= samples.length - 1 && found.hasNextPage) void found.fetchNextPage()
    setAt(to)
  }
  const arrows = samples.length > 1 && (
    <span className="flex gap-1">
      <IconButton size="sm" label={t('previous')} disabled={place === 0} onClick={() => go(place - 1)}>
        <ChevronLeft />
      </IconButton>
      <IconButton
        size="sm"
        label={t('next')}
        disabled={place >= samples.length - 1 && !found.hasNextPage}
        onClick={() => go(place + 1)}
      >
        <ChevronRight />
      </IconButton>
    </span>
  )
  return (
    <Card title={t('preview')} action={arrows}>
      {!hasTemplate && <p className="text-fg-3 text-sm">{t('previewEmpty')}</p>}
      {hasTemplate && found.isSuccess && !sample && <p className="text-fg-3 text-sm">{t('previewNobody')}</p>}
      {sample && <One sample={sample} />}
    </Card>
  )
}

function One({ sample }: { sample: Sample }) {
  const t = useBroadcastWords()
  const language = useLanguage()
  const problem = sample.findings.find(({ severity }) => severity === 'error')
  const phone = /^\d+$/.test(sample.phone) ? shownPhone(sample.phone) : sample.phone
  return (
    <div className="space-y-2">
      <p className="truncate text-fg-2 text-sm">
        {t('sampleOf', { name: sample.name || t('noName'), phone })}
      </p>
      {sample.preview && (
        <div className="overflow-hidden rounded-md border border-line">
          <TemplatePreview preview={sample.preview} file={sample.file} />
        </div>
      )}
      {problem && (
        <p className="flex items-start gap-1.5 text-warn-fg text-xs">
          <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {t('emptyValue', { reason: problem.reason[language] })}
        </p>
      )}
    </div>
  )
}
