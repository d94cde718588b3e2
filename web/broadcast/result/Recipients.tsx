import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import type { BroadcastRecipient, RecipientPlace } from '#core/broadcast/api.ts'
import { PLACES, type Place } from '#core/broadcast/place.ts'
import { useFormats } from '#web/base/format.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { shownPhone } from '#web/base/phone.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { ExportButton } from '#web/broadcast/result/ExportButton.tsx'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { Badge, type Tone } from '#web/ui/Badge.tsx'
import { Card } from '#web/ui/Card.tsx'
import { PagedList } from '#web/ui/PagedList.tsx'
import { Select } from '#web/ui/Select.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

const PAGE = 50
const TONES: Readonly<Record<Place, Tone>> = {
  waiting: 'neutral',
  underway: 'teal',
  sent: 'teal',
  delivered: 'brand',
  read: 'info',
  failed: 'danger',
  unsure: 'violet',
  skipped: 'warn',
  cancelled: 'neutral',
}

/** Who got it and who did not, by where they stand, found by name or number. */
export function Recipients({ id, may }: { id: string; may: boolean }) {
  const t = useBroadcastWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const [place, setPlace] = useState<RecipientPlace | 'everyone'>('everyone')
  const [typed, setTyped] = useState('')
  const search = useDeferredValue(typed.trim())
  const found = useInfiniteQuery(
    orpc.broadcast.recipients.infiniteOptions({
      input: (cursor: string | undefined) => ({
        id,
        limit: PAGE,
        ...(place !== 'everyone' && { place }),
        ...(search && { search }),
        ...(cursor && { cursor }),
      }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.cursor ?? undefined,
    }),
  )
  const rows = found.data?.pages.flatMap(({ items }) => items) ?? []
  const choices = [...PLACES, 'replied'] as const
  return (
    <Card title={t('recipientList')} action={may && <ExportButton id={id} />} bodyClass="pb-1">
      <div className="flex flex-wrap gap-2 px-4 pb-3">
        <div className="w-44">
          <Select
            label={t('show')}
            value={place}
            onChange={setPlace}
            options={[
              { value: 'everyone', label: t('showEveryone') },
              ...choices.map((one) => ({ value: one, label: t(`place.${one}`) })),
            ]}
          />
        </div>
        <div className="min-w-0 flex-1 basis-48">
          <TextInput
            icon={<Search />}
            value={typed}
            onChange={setTyped}
            maxLength={100}
            aria-label={t('search')}
            placeholder={t('search')}
          />
        </div>
      </div>
      <PagedList
        found={found}
        words={{ loading: base('loading'), retry: base('retry'), more: t('more') }}
        problem={found.error && say(found.error)}
        nothing={<p className="px-4 pt-1 pb-4 text-fg-3 text-sm">{t('nobodyHere')}</p>}
      >
        {rows.map((row) => (
          <Row key={row.contactId} row={row} />
        ))}
      </PagedList>
    </Card>
  )
}

function Row({ row }: { row: BroadcastRecipient }) {
  const t = useBroadcastWords()
  const language = useLanguage()
  const { moment } = useFormats()
  const name = row.name || t('noName')
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-0.5 px-4 py-2.5 text-sm">
      <p className="flex min-w-0 flex-wrap gap-x-1">
        {row.chatId ? (
          <Link
            to="/inbox/$id"
            params={{ id: row.chatId }}
            aria-label={t('openChat', { name })}
            className="max-w-full truncate font-medium underline decoration-line-strong underline-offset-2 hover:text-brand-soft-fg"
          >
            {name}
          </Link>
        ) : (
          <span className="max-w-full truncate font-medium">{name}</span>
        )}
        <span className="tnum text-fg-3">{shownPhone(row.phone)}</span>
      </p>
      <span className="flex gap-1.5 justify-self-end">
        {row.repliedAt !== null && <Badge tone="violet">{t('place.replied')}</Badge>}
        <Badge tone={TONES[row.place]}>{t(`place.${row.place}`)}</Badge>
      </span>
      {row.reason && (
        <p className="col-span-2 min-w-0 text-fg-2 text-xs">
          {row.reason[language]} {row.dueAt !== null && t('waitsUntil', { when: moment(row.dueAt) })}
        </p>
      )}
    </li>
  )
}
