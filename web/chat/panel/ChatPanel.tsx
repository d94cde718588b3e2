import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowLeft, ExternalLink } from 'lucide-react'
import { orpc } from '#web/base/query.ts'
import { useBaseWords } from '#web/base/words.ts'
import type { HeldChat } from '#web/chat/list/place-chat.ts'
import { Journey } from '#web/chat/panel/Journey.tsx'
import { Timeline } from '#web/chat/panel/Timeline.tsx'
import { usePanelWords } from '#web/chat/panel/words.ts'
import { FieldList } from '#web/contact/field/FieldList.tsx'
import { NewField } from '#web/contact/field/NewField.tsx'
import { MarketingWish } from '#web/contact/MarketingWish.tsx'
import { PersonHead } from '#web/contact/PersonHead.tsx'
import { Section } from '#web/contact/Section.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Patience, Skeleton } from '#web/ui/Skeleton.tsx'

type Props = { chat: HeldChat; zone: string | undefined; onClose: () => void }

/** Who the customer is and what happened so far: beside the thread, on a phone a screen of its own. */
export function ChatPanel({ chat, zone, onClose }: Props) {
  const t = usePanelWords()
  const base = useBaseWords()
  const query = useQuery(orpc.contact.contact.queryOptions({ input: { id: chat.contact.id } }))
  const contact = query.data
  return (
    <aside
      aria-label={t('panel.title')}
      data-testid="contact-panel"
      className="scroll fixed inset-0 z-30 border-line bg-surface pb-[env(safe-area-inset-bottom)] md:static md:z-auto md:w-[308px] md:shrink-0 md:border-l"
    >
      <div className="flex h-[57px] items-center gap-1 border-line border-b px-1 md:hidden">
        <button
          type="button"
          aria-label={t('panel.back')}
          onClick={onClose}
          className="grid size-11 place-items-center rounded-sm text-fg-2"
        >
          <ArrowLeft aria-hidden="true" className="size-5" />
        </button>
        <p className="font-semibold text-base">{t('panel.title')}</p>
      </div>
      {contact ? (
        <>
          <PersonHead contact={contact} />
          <Section title={t('panel.fields')} action={<NewField />}>
            <FieldList key={contact.id} contact={contact} />
          </Section>
          <MarketingWish contact={contact} zone={zone} />
        </>
      ) : query.isError ? (
        <EmptyState
          title={t('panel.failed')}
          action={<Button onClick={() => void query.refetch()}>{base('retry')}</Button>}
        />
      ) : (
        <PanelSkeleton label={base('loading')} />
      )}
      <Journey chatId={chat.id} zone={zone} now={chat.now} />
      <Timeline chatId={chat.id} zone={zone} now={chat.now} />
      <div className="border-line border-t px-4 py-3.5">
        <Link
          to="/contacts/$id"
          params={{ id: chat.contact.id }}
          className="inline-flex min-h-6 items-center gap-1.5 font-medium text-brand-soft-fg text-sm hover:underline max-md:min-h-11"
        >
          <ExternalLink aria-hidden="true" className="size-4" />
          {t('panel.openContact')}
        </Link>
      </div>
    </aside>
  )
}

function PanelSkeleton({ label }: { label: string }) {
  return (
    <div className="flex h-56 flex-col items-center gap-2.5 px-4 pt-5">
      <Patience label={label}>
        <Skeleton className="size-[60px] rounded-full" />
        <Skeleton className="h-5 w-36" />
        <Skeleton className="h-4 w-28" />
        <Skeleton className="mt-3 h-16 w-full" />
      </Patience>
    </div>
  )
}
