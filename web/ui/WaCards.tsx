import type { ReactNode } from 'react'

/** The cards of a carousel, side by side; a swipe stops at the next one. */
export function WaCards({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than the phone is scrolled by keys too
      tabIndex={0}
      className="scroll flex gap-2 [scroll-snap-type:x_mandatory] pb-1"
    >
      {children}
    </section>
  )
}

/** One card: a picture above, its words, its buttons at the foot. */
export function WaCard({ children, below }: { children: ReactNode; below: ReactNode }) {
  return (
    <div className="flex w-48 shrink-0 snap-start flex-col overflow-hidden rounded-[10px] bg-wa-in text-wa-fg shadow-1">
      <div className="flex-1 pb-2">{children}</div>
      {below}
    </div>
  )
}
