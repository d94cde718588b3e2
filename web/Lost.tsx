import { Link } from '@tanstack/react-router'
import { CircleAlert, Compass } from 'lucide-react'
import { useBaseWords } from '#web/base/words.ts'
import { Button, buttonClass } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'

/** An address that leads nowhere. */
export function MissingPage() {
  const t = useBaseWords()
  return (
    <div className="grid flex-1 place-items-center">
      <div>
        <h1 className="sr-only">{t('missingTitle')}</h1>
        <EmptyState
          icon={<Compass />}
          title={t('missingTitle')}
          action={
            <Link to="/home" className={buttonClass({ tone: 'primary' })}>
              {t('goHome')}
            </Link>
          }
        >
          {t('missingText')}
        </EmptyState>
      </div>
    </div>
  )
}

/** A page that failed to draw itself, for example after a new version replaced its files. */
export function BrokenPage() {
  const t = useBaseWords()
  return (
    <div className="grid min-h-dvh flex-1 place-items-center">
      <div role="alert">
        <h1 className="sr-only">{t('brokenTitle')}</h1>
        <EmptyState
          icon={<CircleAlert />}
          title={t('brokenTitle')}
          action={
            <Button tone="primary" onClick={() => location.reload()}>
              {t('reload')}
            </Button>
          }
        >
          {t('brokenText')}
        </EmptyState>
      </div>
    </div>
  )
}
