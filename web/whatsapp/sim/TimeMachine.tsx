import { useQuery } from '@tanstack/react-query'
import { Clock, FastForward, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { millisFromIso } from '#core/base/calendar.ts'
import { DAY, HOUR, MINUTE, type Millis } from '#core/base/time.ts'
import { momentOf } from '#core/base/zone.ts'
import type { SimThread, SimWorld } from '#core/whatsapp/sim-view.ts'
import { orpc } from '#web/base/query.ts'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { cx } from '#web/ui/cx.ts'
import { Field } from '#web/ui/Field.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Meter } from '#web/ui/Meter.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
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
/** As far as the simulator's clock goes at once. */
const YEAR: Millis = 366 * DAY

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
            busy={move.isPending && 'advance' in move.variables && move.variables.advance === length}
            disabled={move.isPending}
            onClick={() => move.mutate({ advance: length })}
          >
            {t(word)}
          </Button>
        ))}
      </div>
      <LeapTo now={now} busy={move.isPending} onLeap={(advance) => move.mutate({ advance })} />
      <WindowMeter now={now} closesAt={thread?.window.closesAt ?? null} />
    </Card>
  )
}

/** To a day and an hour of the workspace's clock. */
function LeapTo({ now, busy, onLeap }: { now: Millis; busy: boolean; onLeap: (advance: number) => void }) {
  const t = useWords()
  const zone = useQuery(orpc.workspace.me.queryOptions()).data?.workspace?.zone ?? 'UTC'
  const [wish, setWish] = useState('')
  const local = wish === '' ? null : millisFromIso(`${wish}:00Z`)
  const advance = local === null ? 0 : momentOf(local, zone) - now
  const isAhead = advance > 0 && advance <= YEAR
  return (
    <form
      className="mt-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isAhead) return
        onLeap(advance)
        setWish('')
      }}
    >
      <Field label={t('leapTo')} error={local !== null && !isAhead ? t('leapOnly') : undefined}>
        <TextInput type="datetime-local" value={wish} onChange={setWish} />
      </Field>
      {isAhead && (
        <Button type="submit" size="sm" icon={<FastForward />} busy={busy} className="mt-1.5 w-full">
          {t('leapGo')}
        </Button>
      )}
    </form>
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
