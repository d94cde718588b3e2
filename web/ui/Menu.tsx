import { useState } from 'react'
import { later } from '#web/ui/later.ts'
import type { MenuProps } from '#web/ui/popup-props.ts'
import { WaitingTrigger } from '#web/ui/WaitingTrigger.tsx'

const body = later(async () => (await import('#web/ui/MenuBody.tsx')).MenuBody)

/** Acts beside their opener; arrow keys and letters move in it. */
export function Menu(props: MenuProps) {
  const Body = body.use()
  const [wanted, setWanted] = useState(false)
  const [focused, setFocused] = useState(false)
  const [pressed, setPressed] = useState(false)
  if (Body && !pressed) return <Body {...props} startsOpen={wanted} takesFocus={focused} />
  return (
    <WaitingTrigger
      trigger={props.trigger}
      popup="menu"
      onFocused={setFocused}
      onPressed={setPressed}
      onWish={() => {
        setWanted(true)
        body.fetch()
      }}
    />
  )
}
