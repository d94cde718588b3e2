import { Tooltip } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'

export type Side = 'top' | 'bottom' | 'left' | 'right'
type Props = {
  label: ReactNode
  shortcut?: string | undefined
  side?: Side | undefined
  children: ReactElement<Record<string, unknown>>
}

const DELAY_MS = 350

/** A word beside a control on hover or focus. The control must have its own name: touch shows no tips. */
export function Tip({ label, shortcut, side = 'bottom', children }: Props) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger delay={DELAY_MS} render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner side={side} sideOffset={6} className="z-60">
          <Tooltip.Popup className="flex max-w-72 items-center gap-2 rounded-sm bg-fg px-2 py-1 text-bg text-xs shadow-3 transition-opacity data-[ending-style]:opacity-0 data-[starting-style]:opacity-0">
            {label}
            {shortcut && <kbd className="font-sans opacity-75">{shortcut}</kbd>}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
