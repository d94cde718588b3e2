import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import { cx } from '#web/ui/cx.ts'
import { POPUP } from '#web/ui/popup.ts'
import type { MenuItem, MenuProps } from '#web/ui/popup-props.ts'
import { useTakenFocus } from '#web/ui/taken-focus.ts'

type Props = MenuProps & { startsOpen: boolean; takesFocus: boolean }

/** The menu itself, once it has been fetched; it takes over focus and wish from the opener that waited. */
export function MenuBody({
  trigger,
  items,
  align = 'start',
  side = 'bottom',
  className = 'w-56',
  focusAfter,
  ...before
}: Props) {
  const opener = useTakenFocus(before.takesFocus)
  return (
    <Base.Root defaultOpen={before.startsOpen}>
      <Base.Trigger ref={opener} render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} side={side} sideOffset={6} className="z-50">
          <Base.Popup
            finalFocus={(how) => focusAfter?.(how === 'keyboard') ?? true}
            className={cx(POPUP, 'scroll max-h-(--available-height) p-1', className)}
          >
            {items.map((item, at) =>
              item ? (
                <Row key={item.key ?? (typeof item.label === 'string' ? item.label : at)} item={item} />
              ) : (
                <Base.Separator key={`line-${at}`} className="my-1 h-px bg-line" />
              ),
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function Row({ item }: { item: MenuItem }) {
  return (
    <Base.Item
      disabled={item.disabled ?? false}
      onClick={item.onSelect}
      className={cx(
        'flex min-h-8 cursor-default select-none pointer-coarse:min-h-11 items-center gap-2.5 rounded-sm px-2 text-sm outline-none',
        'data-[disabled]:opacity-45 data-[highlighted]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-fg-3',
        item.danger && 'text-danger-fg [&_svg]:text-danger-fg',
      )}
    >
      {item.icon}
      <span className="min-w-0 flex-1 truncate pointer-coarse:whitespace-normal">{item.label}</span>
      {item.hint && <span className="text-2xs text-fg-3 pointer-coarse:hidden">{item.hint}</span>}
      {item.chosen && <Check aria-hidden />}
    </Base.Item>
  )
}
