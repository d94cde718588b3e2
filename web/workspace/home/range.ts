import { useNavigate, useSearch } from '@tanstack/react-router'

/** How many days home looks back over; its address says it. */
export const RANGES = [7, 14, 30] as const
export type Range = (typeof RANGES)[number]

const USUAL: Range = 14

export function useRange(): [Range, (range: Range) => void] {
  const { days } = useSearch({ strict: false }) as { readonly days?: unknown }
  const navigate = useNavigate()
  const range = RANGES.find((one) => one === Number(days)) ?? USUAL
  const choose = (next: Range) =>
    void navigate({ to: '.', search: next === USUAL ? {} : ({ days: next } as never), replace: true })
  return [range, choose]
}
