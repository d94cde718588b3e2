import { useQuery } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import type { Chat } from '#core/chat/api.ts'
import { orpc } from '#web/base/query.ts'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { patient } from '#web/ui/patient.ts'
import { Segmented } from '#web/ui/Segmented.tsx'
import { LogList } from '#web/whatsapp/sim/LogList.tsx'
import type { World } from '#web/whatsapp/sim/sim-client.ts'
import { RecordTest } from '#web/whatsapp/trace/RecordTest.tsx'
import { WhySilent } from '#web/whatsapp/trace/WhySilent.tsx'
import { useWords } from '#web/whatsapp/words.ts'

/** The phone comes first; what the flow made of it follows. */
const TracePanel = patient(async () => (await import('#web/whatsapp/trace/TracePanel.tsx')).TracePanel)

type Tab = 'steps' | 'fields' | 'log'

/** What the flows did, what is known of the customer now, and what went over the wire. */
export function Watch({ world, chat }: { world: World; chat: Chat | undefined }) {
  const t = useWords()
  const [tab, setTab] = useState<Tab>('steps')
  return (
    <>
      <div className="shrink-0 space-y-3 border-line border-b px-4 pt-3.5 pb-3">
        <h2 className="font-semibold text-base">{t('trace')}</h2>
        <Segmented
          wide
          size="sm"
          label={t('trace')}
          value={tab}
          onChange={setTab}
          options={[
            { value: 'steps', label: t('tabSteps') },
            { value: 'fields', label: t('tabFields') },
            { value: 'log', label: t('tabLog') },
          ]}
        />
      </div>
      {tab === 'log' && <LogList world={world} />}
      {tab !== 'log' && !chat && <EmptyState title={t('traceEmpty')}>{t('traceEmptyText')}</EmptyState>}
      {tab === 'steps' && chat && (
        <>
          <div className="flex flex-wrap items-start gap-2 border-line border-b px-4 py-2">
            <RecordTest chatId={chat.id} />
            <WhySilent key={chat.id} chatId={chat.id} />
          </div>
          <Suspense>
            <TracePanel chatId={chat.id} />
          </Suspense>
        </>
      )}
      {tab === 'fields' && chat && <Fields contactId={chat.contact.id} />}
    </>
  )
}

function Fields({ contactId }: { contactId: string }) {
  const t = useWords()
  const contact = useQuery(orpc.contact.contact.queryOptions({ input: { id: contactId } })).data
  if (!contact) return null
  const rows = [
    ['name', contact.name],
    ['phone', contact.phone ?? ''],
    ...Object.entries(contact.fields),
    ['tags', contact.tags.join(', ')],
  ]
  return (
    <dl aria-label={t('tabFields')} className="scroll min-h-0 flex-1 divide-y divide-line">
      {rows.map(([key, value]) => (
        <div key={key} className="grid grid-cols-[140px_1fr] gap-2 px-4 py-2">
          <dt className="truncate font-mono text-violet-fg text-xs">{key}</dt>
          <dd className="font-mono text-xs [overflow-wrap:anywhere]">{value || '–'}</dd>
        </div>
      ))}
    </dl>
  )
}
