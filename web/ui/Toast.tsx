import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { cx } from '#web/ui/cx.ts'
import { useUiWords } from '#web/ui/words.ts'

const SHOWN_MS = 6_000
const LIMIT = 3

type Notice = {
  readonly id: number
  readonly title: string
  readonly tone: 'done' | 'problem'
  readonly undo: (() => void) | undefined
}

let notices: readonly Notice[] = []
let count = 0
const listeners = new Set<() => void>()

/** A short notice at the bottom, for six seconds; with `undo` it offers to take the act back. */
export function toast(title: string, options: { undo?: () => void; tone?: 'done' | 'problem' } = {}): void {
  count += 1
  const notice = { id: count, title, tone: options.tone ?? 'done', undo: options.undo } as const
  show([...notices, notice].slice(-LIMIT))
}

/** Takes back what the newest notice in sight offers to take back: for a key, while the hand is on the keys. */
export function undoNewest(): void {
  const notice = notices.findLast(({ undo }) => undo)
  if (!notice) return
  notice.undo?.()
  close(notice.id)
}

/** Stands once at the edge of the app and shows what was said. */
export function ToastHost() {
  const words = useUiWords()
  const shown = useSyncExternalStore(listen, () => notices)
  return (
    <section
      role="status"
      aria-label={words.notices}
      style={shown.length > 0 ? aboveTheKept() : undefined}
      className="pointer-events-none fixed inset-x-0 bottom-[calc(env(safe-area-inset-bottom)+72px)] z-70 mx-auto flex w-[min(440px,calc(100vw-24px))] flex-col gap-2 md:bottom-5"
    >
      {shown.map((notice) => (
        <Row key={notice.id} notice={notice} />
      ))}
    </section>
  )
}

const GAP_PX = 8

/** What a page marks with `data-keep-clear`, as the box in which one writes, is not covered. */
function aboveTheKept(): { readonly bottom: number } | undefined {
  const kept = document.querySelector('[data-keep-clear]')
  return kept ? { bottom: innerHeight - kept.getBoundingClientRect().top + GAP_PX } : undefined
}

function Row({ notice }: { notice: Notice }) {
  const words = useUiWords()
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => close(notice.id), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [held, notice.id])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a notice that is looked at stays; nothing can be pressed on it
    <div
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pop pointer-events-auto flex min-h-11 items-center gap-2.5 rounded-md bg-fg py-1.5 pr-1.5 pl-3.5 text-bg text-sm shadow-3"
    >
      <span aria-hidden className={cx('[&_svg]:size-[17px]', notice.tone === 'problem' && 'text-danger')}>
        {notice.tone === 'problem' ? <CircleAlert /> : <CircleCheck />}
      </span>
      <p className="min-w-0 flex-1">{notice.title}</p>
      {notice.undo && (
        <button
          type="button"
          className="h-8 rounded-sm px-2.5 font-semibold hover:bg-bg/15 pointer-coarse:h-11"
          onClick={() => {
            notice.undo?.()
            close(notice.id)
          }}
        >
          {words.undo}
        </button>
      )}
      <button
        type="button"
        aria-label={words.close}
        onClick={() => close(notice.id)}
        className="grid size-8 place-items-center rounded-sm hover:bg-bg/15 pointer-coarse:size-11"
      >
        <X className="size-4" />
      </button>
    </div>
  )
}

function close(id: number): void {
  show(notices.filter((notice) => notice.id !== id))
}

function show(next: readonly Notice[]): void {
  notices = next
  for (const tell of listeners) tell()
}

function listen(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}
