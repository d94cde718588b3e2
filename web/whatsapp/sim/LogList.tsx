import { useQuery } from '@tanstack/react-query'
import { ArrowDownLeft, ArrowUpRight, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { parseJson } from '#core/base/json.ts'
import type { SimLogEntry } from '#core/whatsapp/sim-view.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { cx } from '#web/ui/cx.ts'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { subjectOf } from '#web/whatsapp/sim/log-subject.ts'
import type { World } from '#web/whatsapp/sim/sim-client.ts'
import { logQuery } from '#web/whatsapp/sim/use-sim.ts'
import { useWords } from '#web/whatsapp/words.ts'
import { useWorkspaceFormats } from '#web/workspace/zone.ts'

/** Calls to the Graph API and webhooks to us, newest first, each with what was said. */
export function LogList({ world }: { world: World }) {
  const t = useWords()
  const entries = useQuery(logQuery(world)).data?.entries
  const [open, setOpen] = useState<string | null>(null)
  if (!entries) return null
  if (entries.length === 0) return <EmptyState title={t('logEmpty')} />
  return (
    <ul className="scroll min-h-0 flex-1 divide-y divide-line">
      {entries.map((entry, at) => {
        const key = `${entry.at} ${entry.path} ${entries.length - at}`
        return (
          <Entry
            key={key}
            entry={entry}
            open={open === key}
            onToggle={() => setOpen(open === key ? null : key)}
          />
        )
      })}
    </ul>
  )
}

function Entry({ entry, open, onToggle }: { entry: SimLogEntry; open: boolean; onToggle: () => void }) {
  const t = useWords()
  const { time } = useWorkspaceFormats()
  const ok = entry.status >= 200 && entry.status < 300
  const Arrow = entry.kind === 'graph' ? ArrowDownLeft : ArrowUpRight
  return (
    <li className="px-2 py-1">
      <button
        type="button"
        aria-expanded={open}
        onClick={onToggle}
        className="flex w-full items-center gap-2 rounded-sm px-2 py-1.5 text-left hover:bg-hover"
      >
        <ChevronRight
          aria-hidden
          className={cx('size-3.5 shrink-0 text-fg-3 transition-transform', open && 'rotate-90')}
        />
        <Arrow
          role="img"
          aria-label={t(entry.kind === 'graph' ? 'logGraph' : 'logWebhook')}
          className={cx('size-4 shrink-0', entry.kind === 'graph' ? 'text-info' : 'text-violet')}
        />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-mono text-2xs">
            {entry.method} {subjectOf(entry)}
          </span>
          <span className="tnum block truncate text-2xs text-fg-3">
            {time(entry.at)} · {entry.ms} ms{entry.note ? ` · ${entry.note}` : ''}
          </span>
        </span>
        <Badge tone={ok ? 'brand' : entry.status === 0 ? 'neutral' : 'danger'}>{entry.status || '–'}</Badge>
      </button>
      {open && (
        <div className="space-y-1.5 px-2 pb-2">
          <p className="font-mono text-2xs text-fg-3 [overflow-wrap:anywhere]">{entry.path}</p>
          <Said label={t('logRequest')} text={entry.request} />
          <Said label={t('logResponse')} text={entry.response} />
        </div>
      )}
    </li>
  )
}

function Said({ label, text }: { label: string; text: string }) {
  if (!text) return null
  const json = parseJson(text)
  return (
    <figure>
      <figcaption className="text-2xs text-fg-3">{label}</figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="scroll mt-0.5 max-h-56 rounded-sm bg-sunken p-2.5 font-mono text-2xs text-fg-2 leading-[16px]"
      >
        {json === undefined ? text : JSON.stringify(json, null, 2)}
      </pre>
    </figure>
  )
}
