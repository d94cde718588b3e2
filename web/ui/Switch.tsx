import { cx } from '#web/ui/cx.ts'
import { useField } from '#web/ui/Field.tsx'

type Props = {
  checked: boolean
  onChange: (checked: boolean) => void
  /** The name when no visible label belongs to it. */
  label?: string | undefined
  disabled?: boolean | undefined
  id?: string | undefined
}

export function Switch({ checked, onChange, label, disabled, id }: Props) {
  const field = useField()
  return (
    <button
      type="button"
      role="switch"
      {...field}
      {...(id ? { id } : {})}
      aria-label={label}
      aria-checked={checked}
      data-checked={checked ? '' : undefined}
      disabled={disabled ?? false}
      onClick={() => onChange(!checked)}
      className={cx(
        'relative inline-flex h-6 w-8 shrink-0 items-center disabled:opacity-50',
        'before:absolute before:inset-x-0 before:h-[18px] before:rounded-full before:bg-control before:transition-colors data-[checked]:before:bg-brand',
      )}
    >
      <span
        data-checked={checked ? '' : undefined}
        className="relative block size-[14px] translate-x-[2px] rounded-full bg-white shadow-1 transition-transform data-[checked]:translate-x-[16px]"
      />
    </button>
  )
}

/** A switch with its name and what it does, in one row that can be pressed anywhere. */
export function SwitchRow({
  label,
  hint,
  ...rest
}: Omit<Props, 'label'> & { label: string; hint?: string | undefined }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch stands inside the label
    <label className="flex items-start gap-3">
      <span className="min-w-0 flex-1">
        <span className="block font-medium text-sm">{label}</span>
        {hint && <span className="block text-fg-3 text-xs">{hint}</span>}
      </span>
      <Switch {...rest} label={label} />
    </label>
  )
}
