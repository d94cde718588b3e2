import { CloudOff, RefreshCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useLiveState } from '#web/base/live.ts'
import { useBaseWords } from '#web/base/words.ts'

/** A broken line shows only after this long: a restart of the server is not worth a word. */
const PATIENCE_MS = 4000

/** Says when the page no longer hears of changes at once. */
export function StateBar() {
  const t = useBaseWords()
  const state = useLiveState()
  const [shown, setShown] = useState(false)
  useEffect(() => {
    if (state === 'live') {
      setShown(false)
      return
    }
    const timer = setTimeout(() => setShown(true), state === 'offline' ? 0 : PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [state])
  return (
    <div role="status">
      {shown && (
        <p className="flex items-center justify-center gap-2 bg-warn-soft px-4 py-1.5 text-center text-warn-fg text-xs [&_svg]:size-3.5 [&_svg]:shrink-0">
          {state === 'offline' ? <CloudOff aria-hidden /> : <RefreshCw aria-hidden />}
          {state === 'offline' ? t('offline') : t('polling')}
        </p>
      )}
    </div>
  )
}
