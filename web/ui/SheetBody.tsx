import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { cx } from '#web/ui/cx.ts'
import { IconButton } from '#web/ui/IconButton.tsx'
import { VEIL } from '#web/ui/popup.ts'
import type { SheetProps } from '#web/ui/popup-props.ts'
import { useUiWords } from '#web/ui/words.ts'

const SIDES = {
  bottom:
    'inset-x-0 bottom-0 max-h-[85dvh] rounded-t-xl border-t pb-[env(safe-area-inset-bottom)] data-[ending-style]:translate-y-full data-[starting-style]:translate-y-full',
  right:
    'inset-y-0 right-0 w-[min(420px,100vw)] border-l data-[ending-style]:translate-x-full data-[starting-style]:translate-x-full',
  left: 'inset-y-0 left-0 w-[min(360px,90vw)] border-r data-[ending-style]:-translate-x-full data-[starting-style]:-translate-x-full',
} as const

/** The sheet itself, once it has been fetched. */
export function SheetBody({ open, onOpenChange, title, side = 'bottom', children, footer }: SheetProps) {
  const words = useUiWords()
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={VEIL} />
        <Base.Popup
          className={cx(
            'fixed z-50 flex flex-col border-line bg-surface shadow-4 outline-none transition-transform duration-180 ease-out',
            SIDES[side],
          )}
        >
          <header className="flex shrink-0 items-center gap-2 border-line border-b py-2 pr-2 pl-4">
            <Base.Title className="min-w-0 flex-1 truncate font-semibold text-base">{title}</Base.Title>
            <Base.Close
              render={
                <IconButton label={words.close}>
                  <X />
                </IconButton>
              }
            />
          </header>
          <div className="scroll min-h-0 flex-1">{children}</div>
          {footer && (
            <footer className="flex shrink-0 justify-end gap-2 border-line border-t p-4">{footer}</footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
