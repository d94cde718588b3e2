import type { ReactNode } from 'react'

type Props = { step: number; title: string; note?: ReactNode; children: ReactNode }

/** One numbered step of writing a broadcast. */
export function StepCard({ step, title, note, children }: Props) {
  return (
    <section className="rounded-lg border border-line bg-surface shadow-1">
      <header className="flex items-center gap-2.5 px-4 pt-4 pb-3">
        <span
          aria-hidden
          className="grid size-6 shrink-0 place-items-center rounded-full bg-fg font-semibold text-surface text-xs"
        >
          {step}
        </span>
        <h2 className="min-w-0 flex-1 font-semibold text-base">{title}</h2>
        {note && <span className="tnum text-fg-2 text-sm">{note}</span>}
      </header>
      <div className="space-y-4 px-4 pb-4">{children}</div>
    </section>
  )
}
