import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Braces, Search, Users } from 'lucide-react'
import { atLeast } from '#core/workspace/role.ts'
import { orpc } from '#web/base/query.ts'
import { usePageTitle } from '#web/base/title.ts'
import { useSearchText } from '#web/base/use-search-text.ts'
import { ContactDetail } from '#web/contact/ContactDetail.tsx'
import { ContactTable } from '#web/contact/ContactTable.tsx'
import type { ContactAsk } from '#web/contact/contact-list.ts'
import { ListActs } from '#web/contact/list/ListActs.tsx'
import { TagFilter } from '#web/contact/TagFilter.tsx'
import { useWords } from '#web/contact/words.ts'
import { buttonClass } from '#web/ui/Button.tsx'
import { cx } from '#web/ui/cx.ts'
import { TextInput } from '#web/ui/TextInput.tsx'

const SEARCH_LENGTH_MAX = 100

/** Everyone who has written, or may be written to; the address holds search, tag and who is open. */
export function ContactsPage() {
  const t = useWords()
  const params: { readonly id?: string } = useParams({ strict: false })
  const ask = useContactAsk()
  const navigate = useNavigate()
  const change = (next: Partial<ContactAsk>) => {
    const { search, tag } = { ...ask, ...next }
    void navigate({
      to: '.',
      search: { q: search || undefined, tag: tag || undefined } as object,
      replace: true,
    })
  }
  const me = useQuery(orpc.workspace.me.queryOptions()).data
  const may = atLeast(me?.workspace?.role ?? 'agent', 'admin')
  usePageTitle(t('title'))
  return (
    <div className="flex min-h-0 flex-1">
      <div className={cx('min-h-0 min-w-0 flex-1 flex-col md:flex', params.id ? 'hidden' : 'flex')}>
        <header className="px-4 pt-4 pb-3 md:px-7 md:pt-6">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <h1 className="font-bold text-2xl tracking-[-.02em]">{t('title')}</h1>
            <span className="flex flex-wrap gap-2 max-md:grid max-md:w-full max-md:grid-cols-2">
              {may && <ListActs ask={ask} />}
              <Link to="/segments" className={buttonClass({ className: 'max-md:h-11' })}>
                <Users aria-hidden="true" />
                {t('segments')}
              </Link>
              <Link to="/contacts/fields" className={buttonClass({ className: 'max-md:h-11' })}>
                <Braces aria-hidden="true" />
                {t('fieldsAll')}
              </Link>
            </span>
          </div>
          <div className="mt-3 flex flex-wrap items-center gap-2">
            <SearchBox value={ask.search} onChange={(search) => change({ search })} />
            <TagFilter tag={ask.tag} onTag={(tag) => change({ tag })} />
          </div>
        </header>
        <ContactTable ask={ask} openId={params.id ?? null} onAsk={change} />
      </div>
      {params.id && <ContactDetail key={params.id} id={params.id} />}
    </div>
  )
}

function useContactAsk(): ContactAsk {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const text = (value: unknown) =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  return { search: text(search.q).slice(0, SEARCH_LENGTH_MAX), tag: text(search.tag).slice(0, 50) }
}

function SearchBox({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useWords()
  const [typed, setTyped] = useSearchText(value, onChange)
  return (
    <div className="w-80 max-w-full max-md:w-full">
      <TextInput
        data-page-search
        type="search"
        icon={<Search />}
        value={typed}
        maxLength={SEARCH_LENGTH_MAX}
        onChange={setTyped}
        aria-label={t('search')}
        placeholder={t('search')}
        className="max-md:h-11"
      />
    </div>
  )
}
