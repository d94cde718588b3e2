import { RefreshCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import { whenBack } from '#web/base/live.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { askForNewer, release } from '#web/ui/release.ts'

/** Says that the server has a newer program than this page, and leaves it to the person when it is loaded. */
export function NewerBar() {
  const t = useBaseWords()
  const [isNewer, setNewer] = useState(release.isNewer)
  useEffect(() => {
    release.tell = () => setNewer(release.isNewer)
    whenBack(() => void askForNewer())
  }, [])
  return (
    <div role="status">
      {isNewer && (
        <div className="flex items-center justify-center gap-3 bg-info-soft px-4 py-1.5 text-info-fg text-xs">
          <p className="min-w-0 max-md:flex-1">{t('newer')}</p>
          <Button size="sm" icon={<RefreshCw />} onClick={() => location.reload()}>
            {t('reload')}
          </Button>
        </div>
      )}
    </div>
  )
}
