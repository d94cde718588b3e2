import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { cx } from '#web/ui/cx.ts'
import { IconButton } from '#web/ui/IconButton.tsx'
import { VEIL } from '#web/ui/popup.ts'
import type { DialogProps } from '#web/ui/popup-props.ts'
import { useUiWords } from '#web/ui/words.ts'

const WIDTHS = {
  sm: 'w-[min(440px,calc(100vw-24px))]',
  md: 'w-[min(560px,calc(100vw-24px))]',
  lg: 'w-[min(820px,calc(100vw-24px))]',
}

/** The dialog itself, once it has been fetched. */
export function DialogBody({
  open,
  onOpenChange,
  title,
  description,
  icon,
  children,
  footer,
  width = 'sm',
  ...focus
}: DialogProps) {
  const words = useUiWords()
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={VEIL} />
        <Base.Popup
          {...focus}
          className={cx(
            'fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-32px)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-lg border border-line bg-surface shadow-4 outline-none',
            'transition-[opacity,scale] duration-150 data-[ending-style]:opacity-0 data-[starting-style]:scale-97 data-[starting-style]:opacity-0',
            WIDTHS[width],
          )}
        >
          <div className="scroll min-h-0 p-5">
            {icon && (
              <span className="mb-3 grid size-10 place-items-center overflow-hidden rounded-md bg-sunken [&_svg]:size-5">
                {icon}
              </span>
            )}
            <Base.Title className="pr-9 font-semibold text-lg">{title}</Base.Title>
            {description && (
              <Base.Description className="mt-1.5 text-base text-fg-2">{description}</Base.Description>
            )}
            {children && <div className="mt-4">{children}</div>}
          </div>
          {footer && (
            <footer className="flex flex-wrap justify-end gap-2 px-5 pb-5 max-sm:[&>*]:flex-1">
              {footer}
            </footer>
          )}
          {/* Last in order, so that opening puts the keyboard into the content and not onto the cross. */}
          {!icon && <DialogClose label={words.close} />}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

function DialogClose({ label }: { label: string }) {
  return (
    <Base.Close
      render={
        <IconButton
          label={label}
          size="sm"
          className="absolute top-4 right-4 bg-surface pointer-coarse:top-2.5 pointer-coarse:right-2.5"
        >
          <X />
        </IconButton>
      }
    />
  )
}
