import { Checkbox as Base } from '@base-ui/react/checkbox'
import { Check, Minus } from 'lucide-react'
import type { ReactNode } from 'react'

type Props = {
  checked: boolean
  onChange: (checked: boolean) => void
  children?: ReactNode
  /** The name when nothing visible stands beside it. */
  label?: string | undefined
  some?: boolean | undefined
  disabled?: boolean | undefined
}

export function Checkbox({ checked, onChange, children, label, some, disabled }: Props) {
  const box = (
    <Base.Root
      checked={checked}
      indeterminate={some ?? false}
      disabled={disabled ?? false}
      onCheckedChange={onChange}
      aria-label={label}
      className="grid size-4 shrink-0 place-items-center rounded-xs border border-control bg-surface text-on-brand data-[checked]:border-brand data-[indeterminate]:border-brand data-[checked]:bg-brand data-[indeterminate]:bg-brand data-[disabled]:opacity-50"
    >
      <Base.Indicator className="[&_svg]:size-3 [&_svg]:stroke-[3.5]">
        {some ? <Minus /> : <Check />}
      </Base.Indicator>
    </Base.Root>
  )
  if (!children) return box
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the box stands inside the label
    <label className="flex min-h-6 items-start gap-2 py-[2.5px] text-sm">
      <span className="mt-[1.5px] flex">{box}</span>
      <span className="min-w-0">{children}</span>
    </label>
  )
}
