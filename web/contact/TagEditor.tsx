import { useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import type { Contact } from '#core/contact/api.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { changeContact } from '#web/contact/data.ts'
import { toneOf } from '#web/contact/tag-tone.ts'
import { useWords } from '#web/contact/words.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Popover } from '#web/ui/Popover.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { toast } from '#web/ui/Toast.tsx'

const SUGGESTIONS_MAX = 8
const TAG_LENGTH_MAX = 50

/** The tags of a contact: pressed away, or added from those known or as a new word. */
export function TagEditor({ contact, center }: { contact: Contact; center?: boolean }) {
  const t = useWords()
  const say = useProblemWords()
  const change = async (change: { addTags?: string[]; removeTags?: string[] }) => {
    try {
      await changeContact(contact, change)
    } catch (error) {
      toast(say(error), { tone: 'problem' })
    }
  }
  return (
    <ul
      aria-label={t('tags')}
      className={`flex flex-wrap items-center gap-1 ${center ? 'justify-center' : ''}`}
    >
      {contact.tags.map((tag) => (
        <li key={tag} className="flex max-w-full">
          <Badge tone={toneOf(tag)} className="h-6 pr-0 max-md:h-11 max-md:pl-3">
            <span className="inline-flex max-w-full items-center">
              <span className="truncate">{tag}</span>
              <button
                type="button"
                aria-label={t('tagRemove', { tag })}
                onClick={() => void change({ removeTags: [tag] })}
                className="grid size-6 shrink-0 place-items-center rounded-xs opacity-70 hover:opacity-100 max-md:size-11"
              >
                <X aria-hidden="true" />
              </button>
            </span>
          </Badge>
        </li>
      ))}
      <li>
        <TagAdder has={contact.tags} onAdd={(tag) => void change({ addTags: [tag] })} />
      </li>
    </ul>
  )
}

function TagAdder({ has, onAdd }: { has: readonly string[]; onAdd: (tag: string) => void }) {
  const t = useWords()
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const known = useQuery({ ...orpc.contact.fields.queryOptions(), enabled: open }).data?.tags ?? []
  const wanted = typed.trim()
  const found = known
    .filter((tag) => !has.includes(tag) && tag.toLowerCase().includes(wanted.toLowerCase()))
    .slice(0, SUGGESTIONS_MAX)
  const isNew = wanted !== '' && !known.includes(wanted) && !has.includes(wanted)
  const add = (tag: string) => {
    onAdd(tag)
    setTyped('')
    setOpen(false)
  }
  const row =
    'flex min-h-8 w-full items-center gap-2 rounded-sm px-2 text-left text-sm hover:bg-hover max-md:min-h-11'
  return (
    <Popover
      label={t('tagAdd')}
      open={open}
      onOpenChange={setOpen}
      className="w-60 p-2"
      trigger={
        <button
          type="button"
          className="inline-flex h-6 items-center gap-0.5 rounded-xs border border-control border-dashed px-1.5 font-medium text-2xs text-fg-2 hover:bg-hover max-md:h-11 max-md:px-3"
        >
          <Plus aria-hidden="true" className="size-3" />
          {t('tag')}
        </button>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (wanted && !has.includes(wanted)) add(wanted)
        }}
      >
        <TextInput
          autoFocus
          aria-label={t('tagName')}
          placeholder={t('tagName')}
          maxLength={TAG_LENGTH_MAX}
          value={typed}
          onChange={setTyped}
        />
      </form>
      <ul className="mt-1.5">
        {found.map((tag) => (
          <li key={tag}>
            <button type="button" onClick={() => add(tag)} className={row}>
              <Badge tone={toneOf(tag)}>{tag}</Badge>
            </button>
          </li>
        ))}
        {isNew && (
          <li>
            <button type="button" onClick={() => add(wanted)} className={row}>
              <Plus aria-hidden="true" className="size-4 text-fg-3" />
              <span className="truncate">{t('tagNew', { tag: wanted })}</span>
            </button>
          </li>
        )}
        {found.length === 0 && !isNew && <li className="px-2 py-1.5 text-fg-3 text-xs">{t('tagNone')}</li>}
      </ul>
    </Popover>
  )
}
