import { Popover as Base } from '@base-ui/react/popover'
import { cx } from '#web/ui/cx.ts'
import { POPUP } from '#web/ui/popup.ts'
import type { PopoverProps } from '#web/ui/popup-props.ts'
import { useTakenFocus } from '#web/ui/taken-focus.ts'

type Props = PopoverProps & { startsOpen: boolean; takesFocus: boolean }

/** The popover itself, once it has been fetched. */
export function PopoverBody({
  trigger,
  label,
  children,
  open,
  onOpenChange,
  side = 'bottom',
  align = 'start',
  className,
  ...before
}: Props) {
  const opener = useTakenFocus(before.takesFocus)
  return (
    <Base.Root open={open} defaultOpen={before.startsOpen} onOpenChange={onOpenChange}>
      <Base.Trigger ref={opener} render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={6} collisionPadding={8} className="z-50">
          <Base.Popup
            aria-label={label}
            className={cx(POPUP, 'scroll max-h-(--available-height) p-3', className)}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
