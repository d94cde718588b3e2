import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { linesOf, markOf, type TraceLine, type TraceMark } from '#web/whatsapp/trace/lines.ts'
import { TraceStep } from '#web/whatsapp/trace/TraceStep.tsx'
import { TraceTurn } from '#web/whatsapp/trace/TraceTurn.tsx'
import { useWords } from '#web/whatsapp/words.ts'

/** Turns that are shown; older ones are in the chat itself. */
const TURNS_MAX = 30

type Props = {
  chatId: string
  /** For a narrow panel: requests are not shown. */
  compact?: boolean | undefined
  /** Hears which steps are in view, oldest first, up to where the slider stands: a canvas may tint them. */
  /** Turns up to this one are left out: a talk that was started over. */
  after?: string | null | undefined
  /** Hears of the newest turn. */
  onNewest?: ((turn: string | null) => void) | undefined
  onPath?: ((marks: readonly TraceMark[]) => void) | undefined
}

/** What the flows did with this chat, step by step, oldest first; the slider goes back in it. */
export function TracePanel({ chatId, compact, after, onNewest, onPath }: Props) {
  const t = useWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const trace = useQuery(orpc.chat.trace.queryOptions({ input: { id: chatId, limit: TURNS_MAX } }))
  const newest = trace.data?.items[0]?.id ?? null
  const lines = useMemo(
    () => linesOf((trace.data?.items ?? []).filter(({ id }) => !after || id > after)),
    [trace.data, after],
  )
  const steps = useMemo(() => lines.filter((line) => line.kind === 'step'), [lines])
  const [stop, setStop] = useState<number | null>(null)
  const shown = Math.min(stop ?? steps.length, steps.length)
  useEffect(() => {
    onPath?.(steps.slice(0, shown).map(markOf))
  }, [onPath, steps, shown])
  useEffect(() => onNewest?.(newest), [onNewest, newest])
  if (trace.isError) {
    return (
      <EmptyState
        title={say(trace.error)}
        action={<Button onClick={() => void trace.refetch()}>{base('retry')}</Button>}
      />
    )
  }
  if (trace.isSuccess && lines.length === 0)
    return <EmptyState title={t('traceEmpty')}>{t('traceEmptyText')}</EmptyState>
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {steps.length > 1 && (
        <Rewind
          shown={shown}
          max={steps.length}
          onChange={(next) => setStop(next === steps.length ? null : next)}
        />
      )}
      <Lines
        lines={lines}
        shown={shown}
        compact={compact ?? false}
        onStop={(next) => setStop(next === steps.length ? null : next)}
      />
    </div>
  )
}

function Rewind({ shown, max, onChange }: { shown: number; max: number; onChange: (step: number) => void }) {
  const t = useWords()
  return (
    <label className="flex shrink-0 items-center gap-3 border-line border-b px-4 py-2 text-fg-2 text-xs">
      <span>{t('rewind')}</span>
      <input
        type="range"
        min={1}
        max={max}
        value={shown}
        onChange={(event) => onChange(Number(event.target.value))}
        className="h-6 min-w-0 flex-1 accent-(--brand)"
      />
      <span className="tnum min-w-9 text-right">
        {shown}/{max}
      </span>
    </label>
  )
}

type LinesProps = {
  lines: readonly TraceLine[]
  shown: number
  compact: boolean
  onStop: (step: number) => void
}

function Lines({ lines, shown, compact, onStop }: LinesProps) {
  const t = useWords()
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight })
  }, [lines.length])
  return (
    <ol ref={list} aria-label={t('trace')} className="scroll min-h-0 flex-1 py-2">
      {lines.map((line) =>
        line.kind === 'turn' ? (
          <TraceTurn key={line.key} line={line} dim={line.before >= shown} />
        ) : (
          <TraceStep
            key={line.key}
            line={line}
            here={line.number === shown}
            dim={line.number > shown}
            compact={compact}
            onStop={() => onStop(line.number)}
          />
        ),
      )}
    </ol>
  )
}
