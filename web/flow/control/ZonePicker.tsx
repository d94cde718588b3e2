import { Combobox } from '#web/ui/Combobox.tsx'

const ZONES: readonly string[] = Intl.supportedValuesOf('timeZone')
const OPTIONS = ZONES.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))

/** One IANA time zone. */
export function ZonePicker({
  value,
  onChange,
  label,
}: {
  value: string
  onChange: (zone: string) => void
  label?: string
}) {
  const isKnown = ZONES.includes(value)
  const options = isKnown ? OPTIONS : [{ value, label: value }, ...OPTIONS]
  return (
    <Combobox value={value} options={options} onChange={(zone) => zone && onChange(zone)} label={label} />
  )
}
