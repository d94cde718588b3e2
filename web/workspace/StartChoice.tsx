import { cx } from '#web/ui/cx.ts'

export type Start = 'simulator' | 'empty'
type Option = { readonly value: Start; readonly title: string; readonly text: string }

/** What a new workspace begins with, as two cards. */
export function StartChoice({
  label,
  value,
  onChange,
  options,
}: {
  label: string
  value: Start
  onChange: (start: Start) => void
  options: readonly Option[]
}) {
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium text-sm">{label}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {options.map((option) => (
          <label
            key={option.value}
            className={cx(
              'flex cursor-pointer gap-2.5 rounded-md border p-3 has-focus-visible:outline-2 has-focus-visible:outline-brand',
              option.value === value
                ? 'border-brand bg-brand-soft'
                : 'border-line-strong bg-surface hover:bg-sunken',
            )}
          >
            <input
              type="radio"
              name="start"
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="mt-0.5 size-4 shrink-0 accent-(--brand)"
            />
            <span className="min-w-0">
              <span className="block font-semibold text-sm">{option.title}</span>
              <span className="block text-fg-2 text-xs">{option.text}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
