import { type ReactNode, useEffect, useState } from 'react'
import { cx } from '#web/ui/cx.ts'

const PATIENCE_MS = 150

/** A grey block in the shape of what is coming. */
export function Skeleton({ className }: { className?: string | undefined }) {
  return <span aria-hidden className={cx('block animate-pulse rounded-sm bg-hover', className)} />
}

/** Shows its children only when waiting has taken long enough to be felt. */
export function Patience({ children, label }: { children: ReactNode; label: string }) {
  const [long, setLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div role="status" aria-label={label} className="contents">
      {long && children}
    </div>
  )
}
