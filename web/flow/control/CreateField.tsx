import { Plus } from 'lucide-react'
import { problemOf } from '#web/base/api.ts'
import { keyOf, useCreateField, useFields } from '#web/flow/control/fields.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Button } from '#web/ui/Button.tsx'

/** Offers to make a contact field of what was typed, unless there is one of that key. */
export function CreateField({ typed, onCreated }: { typed: string; onCreated: (key: string) => void }) {
  const words = useWords()
  const { fields } = useFields()
  const create = useCreateField()
  const label = typed.trim()
  const key = keyOf(label)
  if (key === '' || fields.some((field) => field.key === key)) return null
  // Awaited, because what a mutation is told to do afterwards is forgotten when the menu closes meanwhile.
  const add = () =>
    create.mutateAsync({ key, label, type: 'text' }).then(
      (field) => onCreated(field.key),
      () => undefined, // it is shown below
    )
  return (
    <div className="mt-2 border-t border-line pt-2">
      <Button size="sm" tone="soft" icon={<Plus />} busy={create.isPending} onClick={add} className="w-full">
        <span className="truncate">{words('field.create', { label, key })}</span>
      </Button>
      {create.error && (
        <p role="alert" className="mt-1.5 text-xs text-danger-fg">
          {problemOf(create.error)?.detail ?? words('error.unreachable')}
        </p>
      )}
    </div>
  )
}
