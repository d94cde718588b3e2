import { RemoveRow } from '#web/flow/http/RemoveRow.tsx'
import { SecretPicker } from '#web/flow/http/SecretPicker.tsx'
import type { NodeOf } from '#web/flow/model/node-of.ts'
import { useWords } from '#web/flow/use-words.ts'
import { TextInput } from '#web/ui/TextInput.tsx'

type Header = NodeOf<'http'>['headers'][number]
type Props = {
  readonly header: Header
  readonly place: number
  readonly onChange: (header: Header, field?: string) => void
  readonly onRemove: () => void
}

/** A header: its name, its words, and a secret that is put behind them when the request leaves. */
export function HeaderRow({ header, place, onChange, onRemove }: Props) {
  const words = useWords()
  return (
    <li className="space-y-1.5 rounded-md bg-sunken p-2">
      <div className="flex items-center gap-1.5">
        <TextInput
          value={header.name}
          maxLength={100}
          spellCheck={false}
          aria-label={words('http.headerName', { place })}
          placeholder={words('http.nameSample')}
          className="min-w-0 flex-1 font-mono text-xs!"
          onChange={(name) => onChange({ ...header, name }, 'name')}
        />
        <TextInput
          value={header.value}
          maxLength={2000}
          spellCheck={false}
          aria-label={words('http.headerValue', { place })}
          placeholder={words('http.valueSample')}
          className="min-w-0 flex-1 font-mono text-xs!"
          onChange={(value) => onChange({ ...header, value }, 'value')}
        />
        <RemoveRow onRemove={onRemove} />
      </div>
      <SecretPicker
        label={words('http.headerSecret', { place })}
        value={header.secret}
        onChange={(secret) => {
          const { secret: _, ...bare } = header
          onChange(secret === undefined ? bare : { ...bare, secret })
        }}
      />
    </li>
  )
}
