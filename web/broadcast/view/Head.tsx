import { Link } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import type { BroadcastState } from '#core/broadcast/broadcast.ts'
import { StateBadge } from '#web/broadcast/view/StateBadge.tsx'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { buttonClass } from '#web/ui/Button.tsx'
import { Tip } from '#web/ui/Tip.tsx'

type Props = { name: string; state: BroadcastState; note: ReactNode; acts: ReactNode }

/** Name, state and what can be done with the broadcast. */
export function Head({ name, state, note, acts }: Props) {
  const t = useBroadcastWords()
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-b bg-surface px-3 py-2 md:px-4">
      <Tip label={t('backToList')}>
        <Link
          to="/broadcasts"
          aria-label={t('backToList')}
          className={buttonClass({ tone: 'ghost', className: 'size-8 px-0! pointer-coarse:size-11' })}
        >
          <ArrowLeft className="size-[17px]!" />
        </Link>
      </Tip>
      <div className="min-w-0 flex-1 basis-40">
        <h1 className="flex items-center gap-2 font-semibold text-base leading-5">
          <span className="truncate">{name}</span>
          <StateBadge state={state} />
        </h1>
        <p className="truncate text-fg-3 text-xs max-md:whitespace-normal">{note}</p>
      </div>
      {acts && <div className="ml-auto flex items-center gap-2">{acts}</div>}
    </header>
  )
}
