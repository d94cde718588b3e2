import { useQuery } from '@tanstack/react-query'
import { Braces, Plus, Search } from 'lucide-react'
import { useState } from 'react'
import type { Field } from '#core/contact/api.ts'
import { atLeast } from '#core/workspace/role.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { usePageTitle } from '#web/base/title.ts'
import { useBaseWords } from '#web/base/words.ts'
import { EditField } from '#web/contact/field/EditField.tsx'
import { FieldDialog } from '#web/contact/field/FieldDialog.tsx'
import { type Folder, foldersOf } from '#web/contact/field/field-rows.ts'
import { useWords } from '#web/contact/words.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Page } from '#web/ui/Page.tsx'
import { Patience, Skeleton } from '#web/ui/Skeleton.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

/** Every custom field of the workspace in one place: made, described, renamed, put in folders, deleted. */
export function FieldsPage() {
  const t = useWords()
  const base = useBaseWords()
  const say = useProblemWords()
  usePageTitle(t('fieldsTitle'))
  const query = useQuery(orpc.contact.fields.queryOptions())
  const me = useQuery(orpc.workspace.me.queryOptions()).data
  const [search, setSearch] = useState('')
  const [open, setOpen] = useState<string | 'new' | null>(null)
  const fields = query.data?.fields ?? []
  const chosen = fields.find(({ id }) => id === open)
  return (
    <Page
      title={t('fieldsTitle')}
      sub={t('fieldsSub')}
      width="md"
      actions={
        <Button tone="primary" icon={<Plus />} onClick={() => setOpen('new')} className="max-md:h-11">
          {t('fieldNew')}
        </Button>
      }
    >
      {fields.length > 0 && (
        <div className="w-80 max-w-full max-md:w-full">
          <TextInput
            data-page-search
            type="search"
            icon={<Search />}
            value={search}
            onChange={setSearch}
            aria-label={t('fieldSearch')}
            placeholder={t('fieldSearch')}
            className="max-md:h-11"
          />
        </div>
      )}
      {query.isError ? (
        <EmptyState
          icon={<Braces />}
          title={t('failed')}
          action={<Button onClick={() => void query.refetch()}>{base('retry')}</Button>}
        >
          {say(query.error)}
        </EmptyState>
      ) : query.data ? (
        <Folders folders={foldersOf(fields, search)} isEmpty={fields.length === 0} onOpen={setOpen} />
      ) : (
        <Patience label={base('loading')}>
          <Skeleton className="h-40 w-full" />
        </Patience>
      )}
      {open === 'new' && <FieldDialog folders={namesOf(fields)} onClose={() => setOpen(null)} />}
      {chosen && (
        <EditField
          key={chosen.id}
          field={chosen}
          folders={namesOf(fields)}
          may={atLeast(me?.workspace?.role ?? 'agent', 'admin')}
          onClose={() => setOpen(null)}
        />
      )}
    </Page>
  )
}

function namesOf(fields: readonly Field[]): readonly string[] {
  return [...new Set(fields.map(({ folder }) => folder))].filter((name) => name !== '').toSorted()
}

type FoldersProps = {
  readonly folders: readonly Folder[]
  readonly isEmpty: boolean
  readonly onOpen: (id: string) => void
}

function Folders({ folders, isEmpty, onOpen }: FoldersProps) {
  const t = useWords()
  if (isEmpty)
    return (
      <EmptyState icon={<Braces />} title={t('fieldsEmpty')}>
        {t('fieldsEmptyHint')}
      </EmptyState>
    )
  if (folders.length === 0) return <EmptyState icon={<Search />} title={t('fieldsNoMatch')} />
  return folders.map(({ name, fields }) => (
    <section key={name} className="overflow-hidden rounded-lg border border-line bg-surface shadow-1">
      {(name !== '' || folders.length > 1) && (
        <h2 className="border-line border-b bg-sunken px-4 py-2 font-sans font-semibold text-sm">
          {name || t('fieldNoFolder')}
        </h2>
      )}
      <ul className="divide-y divide-line">
        {fields.map((field) => (
          <li key={field.id}>
            <FieldRow field={field} onOpen={() => onOpen(field.id)} />
          </li>
        ))}
      </ul>
    </section>
  ))
}

function FieldRow({ field, onOpen }: { readonly field: Field; readonly onOpen: () => void }) {
  const t = useWords()
  return (
    <button
      type="button"
      onClick={onOpen}
      className="flex w-full items-center gap-3 px-4 py-2.5 text-left hover:bg-hover"
    >
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <span className="truncate font-medium text-base">{field.label}</span>
          <code className="rounded-xs bg-violet-soft px-1 font-medium font-sans text-2xs text-violet-fg">
            {field.key}
          </code>
        </span>
        {field.description && <span className="block truncate text-fg-2 text-sm">{field.description}</span>}
      </span>
      {field.scope === 'bot' && (
        <span className="max-w-28 truncate text-fg-2 text-sm" title={t('fieldValue')}>
          {field.value || t('fieldEmpty')}
        </span>
      )}
      {field.scope === 'bot' && <Badge tone="violet">{t('scope.bot')}</Badge>}
      <Badge>{t(`type.${field.type}`)}</Badge>
    </button>
  )
}
