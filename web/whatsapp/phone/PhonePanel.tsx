import { useQuery } from '@tanstack/react-query'
import { Store } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { SECOND } from '#core/base/time.ts'
import type { SimBubble, SimThread } from '#core/whatsapp/sim-view.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { cx } from '#web/ui/cx.ts'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { PhoneFrame } from '#web/ui/PhoneFrame.tsx'
import { PhoneComposer } from '#web/whatsapp/phone/PhoneComposer.tsx'
import { PhoneMenu } from '#web/whatsapp/phone/PhoneMenu.tsx'
import { PhoneThread } from '#web/whatsapp/phone/PhoneThread.tsx'
import { callSim, type World } from '#web/whatsapp/sim/sim-client.ts'
import { usePlayers } from '#web/whatsapp/sim/use-players.ts'
import { threadQuery, useSimLive, useSimNow, useSimTrouble } from '#web/whatsapp/sim/use-sim.ts'
import { useWords } from '#web/whatsapp/words.ts'
import { useWorkspaceFormats } from '#web/workspace/zone.ts'

/** The simulator reads at once for 30 s after a look; a glance every 20 s keeps it so. */
const LOOK_MS = 20 * SECOND

type Props = {
  world: World
  /** Which customer holds the phone; by default the first. */
  customerId?: string | undefined
  /** Which number of the business they write to; by default the first with a bot. */
  numberId?: string | undefined
  /** For a narrow panel beside a canvas. */
  compact?: boolean | undefined
  /** What the empty phone offers to say first; by default a greeting. */
  opening?: string | undefined
}

/** A customer's phone: what they see, and everything they can send. */
export function PhonePanel({ world, customerId, numberId, compact, opening }: Props) {
  const base = useBaseWords()
  const t = useWords()
  const say = useSimTrouble()
  useSimLive(world)
  const { state, customer, number } = usePlayers(world, customerId, numberId)
  const thread = useQuery(threadQuery(world, number?.id ?? '', customer?.id ?? ''))
  const now = useSimNow(state.data)
  useLook(world, number?.id, customer?.id)
  const failed = state.error ?? thread.error
  if (failed) {
    return (
      <EmptyState
        title={say(failed)}
        action={
          <Button onClick={() => void (state.isError ? state.refetch() : thread.refetch())}>
            {base('retry')}
          </Button>
        }
      />
    )
  }
  if (state.data && !customer) return <EmptyState title={t('noCustomer')}>{t('noCustomerText')}</EmptyState>
  return (
    <Phone
      key={`${number?.id} ${customer?.id}`}
      world={world}
      thread={thread.data}
      now={now ?? 0}
      compact={compact ?? false}
      opening={opening}
    />
  )
}

type PhoneProps = {
  world: World
  thread: SimThread | undefined
  now: number
  compact: boolean
  opening: string | undefined
}

function Phone({ world, thread, now, compact, opening }: PhoneProps) {
  const t = useWords()
  const { time } = useWorkspaceFormats()
  const composer = useRef<HTMLTextAreaElement>(null)
  const [quoted, setQuoted] = useState<SimBubble | null>(null)
  const typing = thread?.typingUntil !== null && thread !== undefined && thread.typingUntil > now
  return (
    <PhoneFrame
      label={t('phoneOf', { name: thread?.customer.name ?? '' })}
      time={now ? time(now) : '–'}
      title={thread?.number.name || thread?.number.display || '…'}
      subtitle={typing ? t('typing') : t('businessAccount')}
      avatar={<Store className="size-[18px]" />}
      actions={thread && <PhoneMenu world={world} thread={thread} />}
      className={cx(
        'max-w-full',
        compact
          ? 'h-[min(560px,calc(100dvh-470px))] min-h-96 w-[312px]'
          : 'h-full max-h-[740px] w-[356px] max-md:max-h-none max-md:w-full max-md:rounded-[20px] max-md:p-0 max-md:shadow-none max-md:[&>div]:rounded-[20px]',
      )}
    >
      {thread && (
        <>
          <PhoneThread
            world={world}
            thread={thread}
            typing={typing}
            opening={opening}
            onQuote={setQuoted}
            composer={composer}
          />
          <PhoneComposer
            world={world}
            thread={thread}
            area={composer}
            quoted={quoted}
            onQuoteDone={() => setQuoted(null)}
          />
        </>
      )}
    </PhoneFrame>
  )
}

/** Looking at the phone is what makes its messages read. */
function useLook(world: World, numberId: string | undefined, customerId: string | undefined): void {
  const { url, id, key } = world
  useEffect(() => {
    if (!numberId || !customerId) return
    const look = (open: boolean) => {
      if (open && document.visibilityState !== 'visible') return
      // A look that fails is made up for by the next one.
      callSim({ url, id, key }, 'look', { numberId, customerId }, { open }).catch(() => {})
    }
    const glance = () => look(true)
    glance()
    const timer = setInterval(glance, LOOK_MS)
    document.addEventListener('visibilitychange', glance)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', glance)
      look(false)
    }
  }, [url, id, key, numberId, customerId])
}
