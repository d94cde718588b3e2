import type { ReactNode } from 'react'

/** A key of the keyboard. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-grid h-[18px] min-w-[18px] place-items-center rounded-xs border border-line-strong bg-sunken px-1 font-sans text-2xs text-fg-2">
      {children}
    </kbd>
  )
}
