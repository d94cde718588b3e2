import { cloneElement, createContext, type ReactElement, useContext, useEffect } from 'react'
import { later } from '#web/ui/later.ts'
import type { DialogProps } from '#web/ui/popup-props.ts'

const Close = createContext(() => {})
const body = later(async () => (await import('#web/ui/DialogBody.tsx')).DialogBody)

/** A question over the page. Esc and the veil close it; focus returns to its opener. */
export function Dialog(props: DialogProps) {
  const Body = body.use()
  useEffect(() => {
    if (props.open) body.fetch()
  }, [props.open])
  if (!Body) return null
  return (
    <Close.Provider value={() => props.onOpenChange(false)}>
      <Body {...props} />
    </Close.Provider>
  )
}

/** A button that closes the dialog it stands in. */
export function CloseWith({ children }: { children: ReactElement<Record<string, unknown>> }) {
  return cloneElement(children, { onClick: useContext(Close) })
}
