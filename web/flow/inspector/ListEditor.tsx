import { Plus, Trash2 } from 'lucide-react'
import { LIMITS } from '#core/whatsapp/check.ts'
import { freshId } from '#web/flow/actions.ts'
import { ChoiceList } from '#web/flow/inspector/ChoiceList.tsx'
import type { NodeOf } from '#web/flow/model/node-of.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Button } from '#web/ui/Button.tsx'
import { Counter, Field } from '#web/ui/Field.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

type List = NonNullable<NodeOf<'message'>['list']>
type Section = List['sections'][number]
type Props = { readonly list: List; readonly onChange: (list: List, field?: string) => void }

/** A WhatsApp list: the words that open it, its sections and rows. */
export function ListEditor({ list, onChange }: Props) {
  const words = useWords()
  const rows = list.sections.reduce((sum, section) => sum + section.rows.length, 0)
  const isFull = rows >= LIMITS.listRows
  const set = (at: number, section: Section, field?: string) =>
    onChange(
      { ...list, sections: list.sections.map((each, place) => (place === at ? section : each)) },
      field,
    )
  const add = (section: Section) => onChange({ ...list, sections: [...list.sections, section] })
  const remove = (at: number) =>
    onChange({ ...list, sections: list.sections.filter((_, place) => place !== at) })
  return (
    <div className="space-y-3">
      <Field
        label={words('list.button')}
        counter={<Counter value={list.button.length} max={LIMITS.listButton} />}
      >
        <TextInput
          value={list.button}
          maxLength={LIMITS.listButton}
          onChange={(button) => onChange({ ...list, button }, 'list.button')}
        />
      </Field>
      {list.sections.map((section, at) => (
        <SectionEditor
          key={at}
          section={section}
          isTitled={list.sections.length > 1}
          isFull={isFull}
          onChange={(next, field) => set(at, next, field && `section${at}.${field}`)}
          onRemove={list.sections.length > 1 ? () => remove(at) : undefined}
        />
      ))}
      <div className="flex items-center justify-between">
        <Button
          size="sm"
          tone="ghost"
          icon={<Plus />}
          disabled={isFull || list.sections.length >= LIMITS.listSections}
          onClick={() => add({ title: '', rows: [{ id: freshId(), title: '' }] })}
        >
          {words('list.addSection')}
        </Button>
        <Counter value={rows} max={LIMITS.listRows} />
      </div>
    </div>
  )
}

type SectionProps = {
  readonly section: Section
  readonly isTitled: boolean
  readonly isFull: boolean
  readonly onChange: (section: Section, field?: string) => void
  readonly onRemove: (() => void) | undefined
}

function SectionEditor({ section, isTitled, isFull, onChange, onRemove }: SectionProps) {
  const words = useWords()
  const title = section.title ?? ''
  const add = () => onChange({ ...section, rows: [...section.rows, { id: freshId(), title: '' }] })
  return (
    <section className="space-y-2 rounded-md bg-sunken p-2">
      {isTitled && (
        <div className="flex items-center gap-1.5">
          <TextInput
            value={title}
            maxLength={LIMITS.sectionTitle}
            aria-label={words('list.sectionTitle')}
            placeholder={words('list.sectionTitle')}
            onChange={(next) => onChange({ ...section, title: next }, 'title')}
          />
          <Counter value={title.length} max={LIMITS.sectionTitle} />
          <IconButton size="sm" label={words('list.removeSection')} disabled={!onRemove} onClick={onRemove}>
            <Trash2 />
          </IconButton>
        </div>
      )}
      <ChoiceList
        choices={section.rows}
        max={LIMITS.rowTitle}
        least={1}
        label={(place) => words('list.row', { place })}
        onAdd={isFull ? undefined : add}
        onChange={(rows, field) => onChange({ ...section, rows }, field)}
      >
        {(row, set) => (
          <span className="flex items-center border-t border-line pr-2.5 focus-within:bg-sunken">
            <input
              aria-label={words('list.description')}
              placeholder={words('list.description')}
              value={row.description ?? ''}
              maxLength={LIMITS.rowDescription}
              autoComplete="off"
              onChange={(event) => {
                const { description: _, ...bare } = row
                const description = event.target.value
                set(description ? { ...bare, description } : bare, 'description')
              }}
              className="h-7 min-w-0 flex-1 bg-transparent px-2.5 text-xs text-fg-2 outline-none"
            />
            {row.description && <Counter value={row.description.length} max={LIMITS.rowDescription} />}
          </span>
        )}
      </ChoiceList>
      <Button size="sm" tone="ghost" icon={<Plus />} disabled={isFull} onClick={add}>
        {words('list.addRow')}
      </Button>
    </section>
  )
}
