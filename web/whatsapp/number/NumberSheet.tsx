import { useEffect } from 'react'
import { later } from '#web/ui/later.ts'
import type { NumberSheetProps } from '#web/whatsapp/number/number-sheet.ts'

const body = later(async () => (await import('#web/whatsapp/number/NumberSheetBody.tsx')).NumberSheetBody)

/** A dialog about a number; fetched when it is first opened. */
export function NumberSheet(props: NumberSheetProps) {
  const Body = body.use()
  useEffect(() => {
    if (props.sheet) body.fetch()
  }, [props.sheet])
  return Body && <Body {...props} />
}
