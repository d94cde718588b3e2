import { useRouter } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'

/** The page is about to be left; one of the two is called. */
export type Leaving = { readonly go: () => void; readonly stay: () => void }

/** Holds a page with unsaved words until somebody has said what becomes of them; closing the window asks the browser's own question. */
export function useLeaving(isUnsaved: boolean): Leaving | null {
  const { history } = useRouter()
  const [leaving, setLeaving] = useState<Leaving | null>(null)
  const unsaved = useRef(isUnsaved)
  useEffect(() => {
    unsaved.current = isUnsaved
  }, [isUnsaved])
  useEffect(
    () =>
      history.block({
        enableBeforeUnload: () => unsaved.current,
        blockerFn: ({ currentLocation, nextLocation }) => {
          if (!unsaved.current || currentLocation.pathname === nextLocation.pathname) return false
          return new Promise<boolean>((block) => {
            const end = (isBlocked: boolean) => () => {
              setLeaving(null)
              block(isBlocked)
            }
            setLeaving({ go: end(false), stay: end(true) })
          })
        },
      }),
    [history],
  )
  return leaving
}
