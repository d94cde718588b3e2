import '#web/workspace/door/example-phone.css'
import { CheckCheck, Store } from 'lucide-react'
import { PhoneFrame } from '#web/ui/PhoneFrame.tsx'
import { WaBubble, WaLine } from '#web/ui/WaBubble.tsx'
import { WaButtons } from '#web/ui/WaButtons.tsx'
import { useDoorWords } from '#web/workspace/door-words.ts'

/** A picture of what a customer sees. Nothing in it can be pressed, and it says that it is an example. */
export function ExamplePhone() {
  const t = useDoorWords()
  const read = <CheckCheck aria-hidden className="size-[15px] text-wa-read" />
  const buttons = (['exButton1', 'exButton2', 'exButton3'] as const).map((key) => ({
    key,
    label: t(key),
    kind: 'reply' as const,
  }))
  return (
    <figure className="flex w-full flex-col items-center gap-4">
      <PhoneFrame
        time={t('exNow')}
        title={t('exBusiness')}
        subtitle={t('exBusinessNote')}
        avatar={<Store className="size-[18px]" />}
        label={t('example')}
        className="h-[500px] w-full max-w-[328px] lg:h-[620px]"
      >
        <div className="wa-wall flex min-h-0 flex-1 flex-col gap-1.5 px-2.5 py-3">
          <WaBubble side="out" time={t('exEarlier')} ticks={read}>
            <WaLine>{t('exHello')}</WaLine>
          </WaBubble>
          <WaBubble side="in" time={t('exEarlier')} below={<WaButtons buttons={buttons} />}>
            <WaLine>{t('exGreeting')}</WaLine>
          </WaBubble>
          <WaBubble side="out" time={t('exLater')} ticks={read}>
            <WaLine>{t('exTap')}</WaLine>
          </WaBubble>
          <WaBubble side="in" time={t('exLater')}>
            <WaLine>{t('exAnswer')}</WaLine>
          </WaBubble>
        </div>
      </PhoneFrame>
      <figcaption className="rounded-full bg-surface px-3 py-1 font-medium text-fg-2 text-xs shadow-1">
        {t('example')}
      </figcaption>
    </figure>
  )
}
