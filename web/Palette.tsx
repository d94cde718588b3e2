import { Dialog } from '@base-ui/react/dialog'
import { Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useBaseWords } from '#web/base/words.ts'
import { cx } from '#web/ui/cx.ts'
import { Kbd } from '#web/ui/Kbd.tsx'
import { VEIL } from '#web/ui/popup.ts'
import { type Hit, useHits } from '#web/use-hits.ts'

type Props = { open: boolean; onOpenChange: (open: boolean) => void; onShortcuts: () => void }

/** Search, go and do in one list: pages, actions, flows, chats, contacts. */
export function Palette({ open, onOpenChange, onShortcuts }: Props) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={VEIL} />
        <Dialog.Popup className="fixed top-[12vh] left-1/2 z-50 w-[min(560px,calc(100vw-24px))] -translate-x-1/2 overflow-hidden rounded-lg border border-line bg-surface shadow-4 outline-none transition-[opacity,scale] duration-150 data-[ending-style]:opacity-0 data-[starting-style]:scale-97 data-[starting-style]:opacity-0">
          <Content onDone={() => onOpenChange(false)} onShortcuts={onShortcuts} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Content({ onDone, onShortcuts }: { onDone: () => void; onShortcuts: () => void }) {
  const t = useBaseWords()
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const hits = useHits(query, onShortcuts)
  const chosen = hits[Math.min(at, hits.length - 1)]
  const run = (hit: Hit | undefined) => {
    if (!hit) return
    onDone()
    hit.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setAt((now) => Math.max(0, Math.min(Math.min(now, hits.length - 1) + step, hits.length - 1)))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      run(chosen)
    }
  }
  return (
    <>
      <Dialog.Title className="sr-only">{t('searchOrJump')}</Dialog.Title>
      <div className="flex items-center gap-2.5 border-line border-b px-4">
        <Search aria-hidden className="size-4 shrink-0 text-fg-3" />
        <input
          value={query}
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-hits"
          aria-activedescendant={chosen ? idOf(chosen) : undefined}
          aria-label={t('searchOrJump')}
          placeholder={t('palettePlaceholder')}
          autoComplete="off"
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setQuery(event.target.value)
            setAt(0)
          }}
          className="h-12 min-w-0 flex-1 bg-transparent text-base outline-none focus-visible:outline-none"
        />
        <span className="max-md:hidden">
          <Kbd>Esc</Kbd>
        </span>
      </div>
      <Hits hits={hits} chosen={chosen} onChoose={(hit) => setAt(hits.indexOf(hit))} onRun={run} />
      {hits.length === 0 && (
        <p role="status" className="px-4 pt-1 pb-6 text-center text-fg-3">
          {t('paletteNone', { query: query.trim() })}
        </p>
      )}
    </>
  )
}

type HitsProps = {
  hits: readonly Hit[]
  chosen: Hit | undefined
  onChoose: (hit: Hit) => void
  onRun: (hit: Hit) => void
}

function Hits({ hits, chosen, onChoose, onRun }: HitsProps) {
  const t = useBaseWords()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (chosen) list.current?.querySelector(`#${idOf(chosen)}`)?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <div
      ref={list}
      id="palette-hits"
      role="listbox"
      aria-label={t('searchOrJump')}
      className="scroll max-h-[52vh] p-1.5"
    >
      {hits.map((hit, at) => (
        <div key={hit.key}>
          {hits[at - 1]?.group !== hit.group && (
            <p aria-hidden className="px-2.5 pt-2 pb-1 font-medium text-2xs text-fg-3">
              {t(hit.group)}
            </p>
          )}
          {/* biome-ignore lint/a11y/useFocusableInteractive: focus stays in the field, aria-activedescendant points here */}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys */}
          <div
            id={idOf(hit)}
            role="option"
            aria-selected={hit === chosen}
            onMouseMove={() => onChoose(hit)}
            onClick={() => onRun(hit)}
            className={cx(
              'flex min-h-11 cursor-default items-center gap-3 rounded-sm px-2.5 [&_svg]:size-[17px] [&_svg]:shrink-0 [&_svg]:text-fg-3',
              hit === chosen && 'bg-hover',
            )}
          >
            <hit.Icon aria-hidden />
            <span className="min-w-0 flex-1 truncate text-base">{hit.label}</span>
            {hit.note && <span className="truncate text-fg-3 text-xs">{hit.note}</span>}
            {hit.keys && (
              <span className="flex gap-1 max-md:hidden">
                {hit.keys.split(' ').map((key) => (
                  <Kbd key={key}>{key}</Kbd>
                ))}
              </span>
            )}
          </div>
        </div>
      ))}
    </div>
  )
}

function idOf(hit: Hit): string {
  return `hit-${hit.key.replace(/[^a-zA-Z0-9-]/g, '_')}`
}
