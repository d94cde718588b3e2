import { useQuery } from '@tanstack/react-query'
import { ChevronDown, Tag, X } from 'lucide-react'
import { orpc } from '#web/base/query.ts'
import { toneOf } from '#web/contact/tag-tone.ts'
import { useWords } from '#web/contact/words.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Menu } from '#web/ui/Menu.tsx'

/** Shows only contacts with one tag. */
export function TagFilter({ tag, onTag }: { tag: string; onTag: (tag: string) => void }) {
  const t = useWords()
  const known = useQuery(orpc.contact.fields.queryOptions()).data?.tags ?? []
  if (tag)
    return (
      <button
        type="button"
        onClick={() => onTag('')}
        aria-label={t('tagFilterOff', { tag })}
        className="flex min-h-8 items-center gap-1 rounded-sm px-1 hover:bg-hover max-md:min-h-11"
      >
        <Badge tone={toneOf(tag)}>{tag}</Badge>
        <X aria-hidden="true" className="size-4 text-fg-3" />
      </button>
    )
  if (known.length === 0) return null
  return (
    <Menu
      trigger={
        <Button icon={<Tag />} className="max-md:h-11">
          {t('tag')}
          <ChevronDown aria-hidden="true" className="text-fg-3" />
        </Button>
      }
      items={known.map((name) => ({
        key: name,
        label: <Badge tone={toneOf(name)}>{name}</Badge>,
        onSelect: () => onTag(name),
      }))}
    />
  )
}
