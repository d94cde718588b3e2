import type { ReactNode } from 'react'

/** One part of the contact's panel. */
export function Section({
  title,
  action,
  children,
}: {
  title: string
  action?: ReactNode
  children: ReactNode
}) {
  return (
    <section className="border-line border-t px-4 py-3.5">
      <div className="mb-2 flex min-h-6 items-center gap-2">
        <h3 className="flex-1 font-semibold text-sm">{title}</h3>
        {action}
      </div>
      {children}
    </section>
  )
}
