import { DashboardSketch } from '#web/whatsapp/connect/sketch/DashboardSketch.tsx'
import { useConnectWords } from '#web/whatsapp/connect-words.ts'

const SET_UP = ['step1', 'step2', 'step3', 'step4', 'step5'] as const
const BY_HAND = ['step6', 'step7'] as const

/** From nothing to an app with WhatsApp at Meta, step by step, each drawn. */
export function SetUpGuide() {
  const t = useConnectWords()
  return <Guide title={t('setUpTitle')} steps={SET_UP} />
}

/** The webhook, pasted at Meta by hand. */
export function ByHandGuide() {
  const t = useConnectWords()
  return <Guide title={t('byHandTitle')} steps={BY_HAND} />
}

type Step = (typeof SET_UP)[number] | (typeof BY_HAND)[number]

function Guide({ title, steps }: { title: string; steps: readonly Step[] }) {
  const t = useConnectWords()
  return (
    <details className="rounded-md border border-line">
      <summary className="cursor-pointer px-3 py-2.5 font-medium text-sm">{title}</summary>
      <ol className="grid gap-4 px-3 pb-3 md:grid-cols-2">
        {steps.map((step, at) => (
          <li key={step} className="flex flex-col gap-2">
            <p className="flex gap-2 text-sm">
              <span className="tnum grid size-5 shrink-0 place-items-center rounded-full bg-brand-soft font-semibold text-2xs text-brand-soft-fg">
                {at + 1}
              </span>
              <span>{t(step)}</span>
            </p>
            <DashboardSketch name={step} what={t(step)} />
          </li>
        ))}
      </ol>
    </details>
  )
}
