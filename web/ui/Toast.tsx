import { Toast as Base } from '@base-ui/react/toast'
import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { cx } from '#web/ui/cx.ts'
import { useUiWords } from '#web/ui/words.ts'

const SHOWN_MS = 6_000
const LIMIT = 3

type Notice = { tone: 'done' | 'problem'; undo: (() => void) | undefined }
const manager = Base.createToastManager<Notice>()

/** A short notice at the bottom, for six seconds; with `undo` it offers to take the act back. */
export function toast(title: string, options: { undo?: () => void; tone?: 'done' | 'problem' } = {}): void {
  manager.add({ title, timeout: SHOWN_MS, data: { tone: options.tone ?? 'done', undo: options.undo } })
}

export function ToastHost() {
  const words = useUiWords()
  return (
    <Base.Provider toastManager={manager} timeout={SHOWN_MS} limit={LIMIT}>
      <Base.Portal>
        <Base.Viewport
          aria-label={words.notices}
          className="fixed inset-x-0 bottom-[calc(env(safe-area-inset-bottom)+72px)] z-70 mx-auto flex w-[min(440px,calc(100vw-24px))] flex-col items-center gap-2 md:bottom-5"
        >
          <List />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  )
}

function List() {
  const words = useUiWords()
  const { toasts, close } = Base.useToastManager<Notice>()
  return toasts.map((notice) => (
    <Base.Root
      key={notice.id}
      toast={notice}
      className="w-full rounded-md bg-fg text-bg shadow-3 transition-[opacity,translate] duration-150 data-[ending-style]:translate-y-2 data-[limited]:hidden data-[starting-style]:translate-y-2 data-[ending-style]:opacity-0 data-[starting-style]:opacity-0"
    >
      <Base.Content className="flex min-h-11 items-center gap-2.5 py-1.5 pr-1.5 pl-3.5 text-sm" role="status">
        <span
          aria-hidden
          className={cx('[&_svg]:size-[17px]', notice.data?.tone === 'problem' && 'text-danger')}
        >
          {notice.data?.tone === 'problem' ? <CircleAlert /> : <CircleCheck />}
        </span>
        <Base.Title className="min-w-0 flex-1 font-normal text-sm" />
        {notice.data?.undo && (
          <button
            type="button"
            className="h-8 rounded-sm px-2.5 font-semibold hover:bg-bg/15"
            onClick={() => {
              notice.data?.undo?.()
              close(notice.id)
            }}
          >
            {words.undo}
          </button>
        )}
        <Base.Close
          aria-label={words.close}
          className="grid size-8 place-items-center rounded-sm opacity-70 hover:bg-bg/15 hover:opacity-100"
        >
          <X className="size-4" />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ))
}
