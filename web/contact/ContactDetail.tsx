import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowLeft, SearchX } from 'lucide-react'
import type { Contact } from '#core/contact/api.ts'
import { useFormats } from '#web/base/format.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { ContactChats } from '#web/contact/ContactChats.tsx'
import { FieldList } from '#web/contact/field/FieldList.tsx'
import { NewField } from '#web/contact/field/NewField.tsx'
import { MarketingWish } from '#web/contact/MarketingWish.tsx'
import { PersonHead } from '#web/contact/PersonHead.tsx'
import { Section } from '#web/contact/Section.tsx'
import { useWords } from '#web/contact/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Patience, Skeleton } from '#web/ui/Skeleton.tsx'

/** One contact beside the table; on a phone a screen of its own. */
export function ContactDetail({ id }: { id: string }) {
  const t = useWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const query = useQuery(orpc.contact.contact.queryOptions({ input: { id } }))
  return (
    <aside
      aria-label={t('detail')}
      className="scroll w-full shrink-0 border-line bg-surface md:w-[380px] md:border-l"
      data-testid="contact-detail"
    >
      <h1 className="sr-only md:hidden">{t('title')}</h1>
      <div className="flex h-[57px] items-center border-line border-b px-1 md:h-11 md:border-0 md:px-3">
        <Link
          to="/contacts"
          search={true}
          className="inline-flex min-h-11 items-center gap-1.5 rounded-sm px-2 font-medium text-fg-2 text-sm hover:text-fg md:min-h-8"
        >
          <ArrowLeft aria-hidden="true" className="size-[18px]" />
          {t('back')}
        </Link>
      </div>
      {query.data ? (
        <Person contact={query.data} />
      ) : query.isError ? (
        <EmptyState
          icon={<SearchX />}
          title={t('missing')}
          action={<Button onClick={() => void query.refetch()}>{base('retry')}</Button>}
        >
          {say(query.error)}
        </EmptyState>
      ) : (
        <div className="flex flex-col items-center gap-2.5 pt-5">
          <Patience label={base('loading')}>
            <Skeleton className="size-[60px] rounded-full" />
            <Skeleton className="h-5 w-36" />
            <Skeleton className="h-4 w-28" />
          </Patience>
        </div>
      )}
    </aside>
  )
}

function Person({ contact }: { contact: Contact }) {
  const t = useWords()
  const zone = useQuery(orpc.workspace.me.queryOptions()).data?.workspace?.zone
  const format = useFormats(zone)
  return (
    <>
      <PersonHead contact={contact} />
      <Section title={t('fields')} action={<NewField />}>
        <FieldList key={contact.id} contact={contact} />
      </Section>
      <MarketingWish contact={contact} zone={zone} />
      <Section title={t('chats')}>
        <ContactChats contact={contact} />
      </Section>
      <p className="border-line border-t px-4 py-3.5 text-fg-3 text-xs">
        {t('since', { date: format.moment(contact.createdAt) })}
      </p>
    </>
  )
}
