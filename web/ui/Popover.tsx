import { useEffect, useState } from 'react'
import { later } from '#web/ui/later.ts'
import type { PopoverProps } from '#web/ui/popup-props.ts'
import { WaitingTrigger } from '#web/ui/WaitingTrigger.tsx'

const body = later(async () => (await import('#web/ui/PopoverBody.tsx')).PopoverBody)

/** Free content beside its opener. */
export function Popover(props: PopoverProps) {
  const Body = body.use()
  const [wanted, setWanted] = useState(false)
  const [focused, setFocused] = useState(false)
  const [pressed, setPressed] = useState(false)
  useEffect(() => {
    if (props.open) body.fetch()
  }, [props.open])
  if (Body && !pressed) return <Body {...props} startsOpen={wanted} takesFocus={focused} />
  return (
    <WaitingTrigger
      trigger={props.trigger}
      popup="dialog"
      onFocused={setFocused}
      onPressed={setPressed}
      onWish={() => {
        setWanted(true)
        props.onOpenChange?.(true)
        body.fetch()
      }}
    />
  )
}
