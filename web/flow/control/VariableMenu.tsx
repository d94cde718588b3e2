import { Braces, ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { CreateField } from '#web/flow/control/CreateField.tsx'
import { useReadables } from '#web/flow/control/fields.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Button } from '#web/ui/Button.tsx'
import { Popover } from '#web/ui/Popover.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

/** Puts a merge field into a text; a field that is missing can be made here. */
export function VariableMenu({ onPick }: { onPick: (key: string) => void }) {
  const words = useWords()
  const all = useReadables()
  const [open, setOpen] = useState(false)
  const [search, setSearch] = useState('')
  const shown = all.filter(({ key, label }) => `${key} ${label}`.toLowerCase().includes(search.toLowerCase()))
  const pick = (key: string) => {
    setOpen(false)
    setSearch('')
    onPick(key)
  }
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={words('text.variable')}
      className="w-64"
      trigger={
        <Button size="sm" tone="ghost" icon={<Braces />}>
          {words('text.variable')}
          <ChevronDown className="size-3!" />
        </Button>
      }
    >
      <TextInput
        value={search}
        onChange={setSearch}
        aria-label={words('text.findVariable')}
        placeholder={words('text.findVariable')}
      />
      <ul className="scroll -mx-1.5 mt-2 max-h-56">
        {shown.map(({ key, label }) => (
          <li key={key}>
            <button
              type="button"
              className="flex min-h-8 w-full items-center gap-2 rounded-sm px-1.5 text-left text-sm hover:bg-hover pointer-coarse:min-h-11"
              onClick={() => pick(key)}
            >
              <span className="min-w-0 flex-1 truncate">{label}</span>
              <code className="rounded-xs bg-violet-soft px-1 font-sans text-2xs font-medium text-violet-fg">
                {key}
              </code>
            </button>
          </li>
        ))}
      </ul>
      <CreateField typed={search} onCreated={pick} />
    </Popover>
  )
}
