import { useEffect } from 'react'
import { later } from '#web/ui/later.ts'
import type { SheetProps } from '#web/ui/popup-props.ts'

const body = later(async () => (await import('#web/ui/SheetBody.tsx')).SheetBody)

/** A panel that slides in from an edge. */
export function Sheet(props: SheetProps) {
  const Body = body.use()
  useEffect(() => {
    if (props.open) body.fetch()
  }, [props.open])
  return Body && <Body {...props} />
}
