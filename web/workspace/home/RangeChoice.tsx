import { Select } from '#web/ui/Select.tsx'
import { RANGES, useRange } from '#web/workspace/home/range.ts'
import { useWords } from '#web/workspace/words.ts'

export function RangeChoice() {
  const t = useWords()
  const [range, choose] = useRange()
  return (
    <div className="w-44">
      <Select
        label={t('rangeLabel')}
        value={String(range)}
        onChange={(value) => {
          const next = RANGES.find((one) => String(one) === value)
          if (next) choose(next)
        }}
        options={RANGES.map((one) => ({ value: String(one), label: t('rangeDays', { count: one }) }))}
      />
    </div>
  )
}
