import { Check, MousePointer2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '#web/ui/cx.ts'
import {
  SKETCHES,
  type Sketch,
  type SketchName,
  type SketchRow,
} from '#web/whatsapp/connect/sketch/sketches.ts'
import { type ConnectWord, useConnectWords } from '#web/whatsapp/connect-words.ts'

/** A part of Meta's dashboard as we draw it: a window, the way in its menu, and the marked place. */
export function DashboardSketch({ name, what }: { name: SketchName; what: string }) {
  const t = useConnectWords()
  const { host, nav, open, rows }: Sketch = SKETCHES[name]
  return (
    <div
      role="img"
      aria-label={t('sketchOf', { what })}
      className="flex flex-col overflow-hidden rounded-md border border-line bg-sunken"
    >
      <div aria-hidden className="flex items-center gap-1 border-line border-b px-2.5 py-1.5">
        {[0, 1, 2].map((dot) => (
          <span key={dot} className="size-1.5 rounded-full bg-line-strong" />
        ))}
        <span className="ml-1.5 truncate font-mono text-2xs text-fg-2">{host}</span>
      </div>
      <div aria-hidden className="flex min-h-25 flex-1">
        <ul className="w-2/5 max-w-36 space-y-0.5 border-line border-r p-1.5">
          {nav.map((word, at) => (
            <NavItem key={word} word={word} depth={at} open={at === open} />
          ))}
        </ul>
        <ul className="min-w-0 flex-1 space-y-1.5 bg-surface p-2">
          {rows.map((row) => (
            <Row key={`${row.label} ${row.value ?? row.word ?? ''}`} row={row} />
          ))}
        </ul>
      </div>
    </div>
  )
}

function NavItem({ word, depth, open }: { word: ConnectWord; depth: number; open: boolean }) {
  const t = useConnectWords()
  const indent = ['pl-1.5', 'pl-3', 'pl-4.5'][depth]
  return (
    <li
      className={cx(
        'rounded-xs py-0.5 pr-1.5 text-2xs',
        indent,
        open ? 'bg-brand-soft font-semibold text-brand-soft-fg' : 'text-fg-2',
      )}
    >
      {t(word)}
    </li>
  )
}

const RING = 'outline-2 outline-brand outline-offset-1'

function Row({ row }: { row: SketchRow }) {
  const t = useConnectWords()
  const { kind, label, value, word, button, mark } = row
  const text = word ? t(word) : value
  return (
    <li
      className={cx(
        'flex flex-wrap items-center gap-x-2 gap-y-1 rounded-xs border border-line px-2 py-1',
        mark === 'row' && RING,
      )}
    >
      {kind === 'tick' && (
        <span className="grid size-3.5 shrink-0 place-items-center rounded-xs bg-brand text-on-brand">
          <Check className="size-2.5 stroke-[4]" />
        </span>
      )}
      <span className="min-w-0 flex-1 basis-16">
        {kind !== 'tick' && <span className="block text-2xs text-fg-2">{t(label)}</span>}
        {text && <span className="block [overflow-wrap:anywhere] font-mono text-2xs">{text}</span>}
      </span>
      {button && (
        <Marked on={mark === 'button'}>
          <span
            className={cx(
              'block whitespace-nowrap rounded-xs border border-line-strong px-1.5 py-0.5 font-medium text-2xs',
              mark === 'button' && RING,
            )}
          >
            {t(button)}
          </span>
        </Marked>
      )}
      {mark === 'row' && <Pointer />}
    </li>
  )
}

function Marked({ on, children }: { on: boolean; children: ReactNode }) {
  return (
    <span className={cx('flex shrink-0 items-center gap-1.5', on && 'basis-full')}>
      {children}
      {on && <Pointer />}
    </span>
  )
}

/** The hand that shows the place. */
function Pointer() {
  const t = useConnectWords()
  return (
    <span className="flex shrink-0 items-center gap-0.5 rounded-full bg-brand py-0.5 pr-1.5 pl-1 font-semibold text-2xs text-on-brand">
      <MousePointer2 className="size-2.5" />
      {t('here')}
    </span>
  )
}
