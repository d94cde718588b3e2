import { Clock, FastForward, RotateCcw } from 'lucide-react'
import { DAY, HOUR, MINUTE, type Millis } from '#core/base/time.ts'
import type { SimThread, SimWorld } from '#core/whatsapp/sim-view.ts'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { cx } from '#web/ui/cx.ts'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Meter } from '#web/ui/Meter.tsx'
import { callSim, type World } from '#web/whatsapp/sim/sim-client.ts'
import { useSimAct, useSimNow } from '#web/whatsapp/sim/use-sim.ts'
import { useWords } from '#web/whatsapp/words.ts'
import { useWorkspaceFormats } from '#web/workspace/zone.ts'

/** An hour, most of a window, and one minute more than a window. */
const LEAPS = [
  { word: 'leap1', length: HOUR },
  { word: 'leap20', length: 20 * HOUR },
  { word: 'leap24', length: 24 * HOUR + MINUTE },
] as const
const SOON: Millis = 2 * HOUR

/** The world's clock: it only goes forward, and everything that waits feels it. */
export function TimeMachine({
  world,
  state,
  thread,
}: {
  world: World
  state: SimWorld
  thread: SimThread | undefined
}) {
  const t = useWords()
  const { time, day } = useWorkspaceFormats()
  const now = useSimNow(state) ?? state.clock.now
  const move = useSimAct(world, (ask: { advance: number } | { reset: true }) =>
    callSim(world, 'clock', {}, ask),
  )
  return (
    <Card
      title={t('timeMachine')}
      action={
        state.clock.offset !== 0 && (
          <IconButton label={t('realTime')} size="sm" onClick={() => move.mutate({ reset: true })}>
            <RotateCcw />
          </IconButton>
        )
      }
    >
      <p className="flex items-baseline gap-2 font-bold font-display text-2xl tracking-[-.02em]">
        {time(now)}
        <span className="font-normal font-sans text-fg-3 text-sm tracking-normal">{day(now)}</span>
      </p>
      <div className="mt-3 grid grid-cols-3 gap-1.5">
        {LEAPS.map(({ word, length }) => (
          <Button
            key={word}
            size="sm"
            icon={<FastForward />}
            disabled={move.isPending}
            onClick={() => move.mutate({ advance: length })}
          >
            {t(word)}
          </Button>
        ))}
      </div>
      <WindowMeter now={now} closesAt={thread?.window.closesAt ?? null} />
    </Card>
  )
}

function WindowMeter({ now, closesAt }: { now: Millis; closesAt: Millis | null }) {
  const t = useWords()
  const { span } = useWorkspaceFormats()
  const left = closesAt === null ? 0 : Math.max(0, closesAt - now)
  const words = left > 0 ? span(left) : closesAt === null ? t('windowNever') : t('windowClosed')
  return (
    <div className="mt-4">
      <p className="mb-1.5 flex items-center gap-1.5 text-sm">
        <Clock aria-hidden className="size-4 shrink-0 text-fg-3" />
        {t('window')}
        <span
          className={cx(
            'tnum ml-auto text-right font-medium',
            left > 0 ? 'text-brand-soft-fg' : closesAt === null ? 'text-fg-3' : 'text-danger-fg',
          )}
        >
          {words}
        </span>
      </p>
      <Meter value={left} max={DAY} tone={left < SOON ? 'warn' : 'brand'} label={t('window')} />
    </div>
  )
}
