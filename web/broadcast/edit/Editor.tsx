import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { CalendarClock, Send, Smartphone, Trash2, TriangleAlert } from 'lucide-react'
import { Suspense, useState } from 'react'
import { HOUR } from '#core/base/time.ts'
import type { Broadcast, Estimate } from '#core/broadcast/api.ts'
import { NAME_MAX } from '#core/broadcast/limits.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { AudienceCard } from '#web/broadcast/edit/AudienceCard.tsx'
import { EstimateBeside } from '#web/broadcast/edit/EstimateBeside.tsx'
import { MessageCard } from '#web/broadcast/edit/MessageCard.tsx'
import { Samples } from '#web/broadcast/edit/Samples.tsx'
import { StartDialog } from '#web/broadcast/edit/StartDialog.tsx'
import { localOf, TimeCard, type When } from '#web/broadcast/edit/TimeCard.tsx'
import { useDraft, type Writing } from '#web/broadcast/edit/use-draft.ts'
import { Head } from '#web/broadcast/view/Head.tsx'
import { RemoveDialog } from '#web/broadcast/view/RemoveDialog.tsx'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { useIsWide } from '#web/flow/use-wide.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { patient } from '#web/ui/patient.ts'
import { TextInput } from '#web/ui/TextInput.tsx'

/** Only whoever sends a test fetches its dialog. */
const TestDialog = patient(async () => (await import('#web/broadcast/edit/TestDialog.tsx')).TestDialog)
/** Without these there is no message to look at. */
const NEEDED: ReadonlySet<string> = new Set(['number', 'template', 'values'])

/** A draft in three steps, with what sending it would mean beside it. */
export function Editor({ row: first }: { row: Broadcast }) {
  const t = useBroadcastWords()
  const writing = useDraft(first)
  const { draft, change, row } = writing
  const [when, setWhen] = useState<When>(() => ({ kind: 'now', ...tomorrow(first) }))
  const [asked, setAsked] = useState(false)
  const [testing, setTesting] = useState(false)
  const at = localOf(when)
  const estimate = useQuery(
    orpc.broadcast.estimateBroadcast.queryOptions({
      input: { id: row.id, ...(at && { at }) },
      placeholderData: keepPreviousData,
    }),
  )
  const isReady = estimate.data !== undefined && isSendable(estimate.data) && at !== undefined
  const canTest = estimate.data !== undefined && !estimate.data.lacks.some((lack) => NEEDED.has(lack))
  const openTest = async () => {
    await writing.settle()
    setTesting(true)
  }
  const ask = async () => {
    await writing.settle()
    const { data } = await estimate.refetch()
    if (data && isSendable(data)) setAsked(true)
  }
  return (
    <>
      <Head
        name={draft.name}
        state="draft"
        note={<SaveState writing={writing} lack={estimate.data?.lacks[0]} />}
        acts={
          <>
            <Remove row={row} name={draft.name} />
            <Button icon={<Smartphone />} disabled={!canTest} onClick={() => void openTest()}>
              {t('test')}
            </Button>
            <Button
              tone="primary"
              icon={when.kind === 'now' ? <Send /> : <CalendarClock />}
              disabled={!isReady || writing.state === 'stale'}
              onClick={() => void ask()}
            >
              {t(when.kind === 'now' ? 'send' : 'schedule')}
            </Button>
          </>
        }
      />
      <div className="scroll min-h-0 flex-1">
        <div className="mx-auto grid max-w-[1180px] items-start gap-4 p-4 md:px-7 md:py-6 lg:grid-cols-[minmax(0,1fr)_340px]">
          <div className="min-w-0 space-y-4">
            <Trouble writing={writing} />
            <Field label={t('name')} hint={t('nameHint')}>
              <TextInput value={draft.name} maxLength={NAME_MAX} onChange={(name) => change({ name })} />
            </Field>
            <AudienceCard writing={writing} estimate={estimate.data} />
            <MessageCard writing={writing} />
            <TimeCard when={when} zone={row.zone} onChange={setWhen} writing={writing} />
          </div>
          <div className="min-w-0 space-y-4 lg:sticky lg:top-0">
            <EstimateBeside estimate={estimate} row={row} />
            <Samples id={row.id} hasTemplate={row.template !== null} />
          </div>
        </div>
      </div>
      {testing && (
        <Suspense>
          <TestDialog id={row.id} onClose={() => setTesting(false)} />
        </Suspense>
      )}
      {estimate.data && at !== undefined && (
        <StartDialog row={row} estimate={estimate.data} at={at} open={asked} onOpenChange={setAsked} />
      )}
    </>
  )
}

function isSendable({ lacks, recipients, tooMany }: Estimate): boolean {
  return lacks.length === 0 && recipients > 0 && !tooMany
}

/** Nine in the morning of the workspace's tomorrow: what a schedule begins with. */
function tomorrow({ now, zone }: Broadcast): Pick<When, 'date' | 'clock'> {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' })
  return { date: day.format(now + 24 * HOUR), clock: '09:00' }
}

/** Whether it is saved, and on a phone, where the estimate is far below, what is missing first. */
function SaveState({
  writing: { state },
  lack,
}: {
  writing: Writing
  lack: Estimate['lacks'][number] | undefined
}) {
  const t = useBroadcastWords()
  const isWide = useIsWide()
  return (
    <>
      <span role="status">{t(state === 'stale' ? 'unsaved' : state)}</span>
      {lack && !isWide && <span className="text-warn-fg"> · {t(`lack.${lack}`)}</span>}
    </>
  )
}

function Trouble({ writing: { state, error } }: { writing: Writing }) {
  const t = useBroadcastWords()
  const say = useProblemWords()
  if (state !== 'stale' && !error) return null
  return (
    <Banner
      tone="danger"
      role="alert"
      icon={<TriangleAlert />}
      action={
        state === 'stale' && (
          <Button size="sm" onClick={() => location.reload()}>
            {t('reload')}
          </Button>
        )
      }
    >
      {state === 'stale' ? t('changedElsewhere') : say(error)}
    </Banner>
  )
}

function Remove({ row, name }: { row: Broadcast; name: string }) {
  const t = useBroadcastWords()
  const [asked, setAsked] = useState(false)
  return (
    <>
      <IconButton label={t('remove')} onClick={() => setAsked(true)}>
        <Trash2 />
      </IconButton>
      <RemoveDialog row={{ ...row, name }} open={asked} onOpenChange={setAsked} />
    </>
  )
}
