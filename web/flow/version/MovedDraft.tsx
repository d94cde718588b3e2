import { TriangleAlert } from 'lucide-react'
import { DiffList } from '#web/flow/version/DiffList.tsx'
import type { Moved } from '#web/flow/version/publish-seen.ts'
import { useReleaseWords } from '#web/flow/version/release-words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'

type Props = {
  readonly moved: Moved
  readonly onShow: (step: string) => void
  /** The person has read it and wants it published too. */
  readonly onInclude: () => void
}

/** The draft has changed under the person who is about to publish it: by whom, what, and the choice. */
export function MovedDraft({ moved: { names, ...changes }, onShow, onInclude }: Props) {
  const t = useReleaseWords()
  return (
    <Banner tone="warn" icon={<TriangleAlert />} className="items-start!">
      <p className="font-medium">
        {names === null
          ? t('moved')
          : names.length > 0
            ? t('movedBy', { names: names.join(', ') })
            : t('movedHere')}
      </p>
      <DiffList {...changes} onShow={onShow} />
      <p className="mt-2 text-xs">{t('movedHint')}</p>
      <Button size="sm" className="mt-2" onClick={onInclude}>
        {t('movedInclude')}
      </Button>
    </Banner>
  )
}
