import type { ReactNode } from 'react'

/** One of the things that can be chosen in Select and Combobox. */
export type Option<V extends string> = {
  readonly value: V
  readonly label: string
  readonly icon?: ReactNode
  readonly hint?: string
}

export type SelectProps<V extends string> = {
  value: V | null
  onChange: (value: V) => void
  options: readonly Option<V>[]
  placeholder?: string | undefined
  disabled?: boolean | undefined
  /** The name when it stands in no Field. */
  label?: string | undefined
  size?: 'sm' | 'md' | 'lg' | undefined
  className?: string | undefined
}

export type ComboboxProps = {
  value: string | null
  onChange: (value: string | null) => void
  options: readonly Option<string>[]
  placeholder?: string | undefined
  /** What to show when nothing matches. */
  empty?: string | undefined
  /** Given: what was typed can be added; the sentence of that row. */
  create?: { label: (typed: string) => string; onCreate: (typed: string) => void } | undefined
  clearable?: boolean | undefined
  label?: string | undefined
  className?: string | undefined
}

const SIZES = {
  sm: 'h-7 text-xs pointer-coarse:h-11',
  md: 'h-8 text-sm pointer-coarse:h-11',
  lg: 'h-10 text-base pointer-coarse:h-11',
} as const

/** The closed look of a choice. */
export function choiceClass(size: keyof typeof SIZES): string {
  return `flex w-full items-center gap-2 rounded-sm border border-control bg-surface pr-2 pl-2.5 text-left shadow-1 outline-offset-0 focus-visible:border-brand focus-visible:outline-2 focus-visible:outline-brand/25 disabled:opacity-55 data-[disabled]:opacity-55 ${SIZES[size]}`
}
