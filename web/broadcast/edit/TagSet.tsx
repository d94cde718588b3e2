import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { orpc } from '#web/base/query.ts'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { Combobox } from '#web/ui/Combobox.tsx'
import { Field } from '#web/ui/Field.tsx'

type Props = { label: string; tags: readonly string[]; onChange: (tags: string[]) => void }

/** Some of the workspace's tags. */
export function TagSet({ label, tags, onChange }: Props) {
  const t = useBroadcastWords()
  const known = useQuery(orpc.contact.fields.queryOptions()).data?.tags ?? []
  const free = known.filter((tag) => !tags.includes(tag))
  return (
    <div className="min-w-0">
      <Field label={label}>
        <Combobox
          value={null}
          onChange={(tag) => tag && onChange([...tags, tag])}
          options={free.map((tag) => ({ value: tag, label: tag }))}
          placeholder={t('addTag')}
        />
      </Field>
      {tags.length > 0 && (
        <ul className="mt-1.5 flex flex-wrap gap-1">
          {tags.map((tag) => (
            <li
              key={tag}
              className="flex h-6 max-w-full items-center rounded-xs bg-brand-soft pl-2 font-medium text-brand-soft-fg text-xs"
            >
              <span className="truncate">{tag}</span>
              <button
                type="button"
                aria-label={t('removeTag', { tag })}
                className="grid size-6 shrink-0 place-items-center"
                onClick={() => onChange(tags.filter((each) => each !== tag))}
              >
                <X className="size-3" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
