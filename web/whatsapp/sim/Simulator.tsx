import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { MessageSquare, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import type { SimCustomer, SimNumber } from '#core/whatsapp/sim-view.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Button, buttonClass } from '#web/ui/Button.tsx'
import { cx } from '#web/ui/cx.ts'
import { Segmented } from '#web/ui/Segmented.tsx'
import { PhonePanel } from '#web/whatsapp/phone/PhonePanel.tsx'
import { Customers } from '#web/whatsapp/sim/Customers.tsx'
import { EraCard } from '#web/whatsapp/sim/Era.tsx'
import { Faults } from '#web/whatsapp/sim/Faults.tsx'
import { NumberCodes } from '#web/whatsapp/sim/NumberCodes.tsx'
import { Reviews } from '#web/whatsapp/sim/Reviews.tsx'
import { callSim, type World } from '#web/whatsapp/sim/sim-client.ts'
import { TimeMachine } from '#web/whatsapp/sim/TimeMachine.tsx'
import { useChatOf } from '#web/whatsapp/sim/use-chat-of.ts'
import { usePlayers } from '#web/whatsapp/sim/use-players.ts'
import { threadQuery, useSimAct } from '#web/whatsapp/sim/use-sim.ts'
import { Watch } from '#web/whatsapp/sim/Watch.tsx'
import { useWords } from '#web/whatsapp/words.ts'

type Props = {
  world: World
  customerId: string | undefined
  numberId: string | undefined
  onChoose: (change: { customer?: string; number?: string }) => void
}
type Part = 'controls' | 'phone' | 'watch'

/** The three parts of the simulator: side by side from 1280 px, one at a time below. */
export function Simulator({ world, customerId, numberId, onChoose }: Props) {
  const t = useWords()
  const [part, setPart] = useState<Part>('phone')
  const players = usePlayers(world, customerId, numberId)
  const { customer, number } = players
  const state = players.state.data
  const thread = useQuery(threadQuery(world, number?.id ?? '', customer?.id ?? '')).data
  const chat = useChatOf(customer, number)
  const show = (which: Part) => (part === which ? '' : 'max-xl:hidden')
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <Head world={world} customer={customer} number={number} chatId={chat?.id} />
      <div className="shrink-0 border-line border-b bg-surface px-3 pb-2.5 xl:hidden">
        <Segmented
          wide
          label={t('parts')}
          value={part}
          onChange={setPart}
          options={[
            { value: 'controls', label: t('partControls') },
            { value: 'phone', label: t('partPhone') },
            { value: 'watch', label: t('partWatch') },
          ]}
        />
      </div>
      <div className="grid min-h-0 flex-1 grid-rows-[minmax(0,1fr)] xl:grid-cols-[288px_minmax(380px,1fr)_400px]">
        <aside
          aria-label={t('partControls')}
          className={cx('scroll space-y-4 p-4 xl:border-line xl:border-r', show('controls'))}
        >
          {state && (
            <>
              <NumberCodes state={state} />
              <Customers world={world} state={state} chosen={customer} number={number} onChoose={onChoose} />
              <TimeMachine world={world} state={state} thread={thread} />
              <EraCard world={world} state={state} />
              <Faults world={world} state={state} />
              <Reviews world={world} state={state} />
            </>
          )}
        </aside>
        <div
          className={cx(
            'grid min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)] place-items-center overflow-hidden bg-sunken p-2 md:p-4',
            show('phone'),
          )}
        >
          <PhonePanel world={world} customerId={customer?.id} numberId={number?.id} />
        </div>
        <section
          aria-label={t('partWatch')}
          className={cx('flex min-h-0 flex-col border-line bg-surface xl:border-l', show('watch'))}
        >
          <Watch world={world} chat={chat} />
        </section>
      </div>
    </div>
  )
}

type HeadProps = {
  world: World
  customer: SimCustomer | undefined
  number: SimNumber | undefined
  chatId: string | undefined
}

function Head({ world, customer, number, chatId }: HeadProps) {
  const t = useWords()
  const base = useBaseWords()
  const restart = useSimAct(world, (place: { numberId: string; customerId: string }) =>
    callSim(world, 'restart', place),
  )
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-2 bg-surface px-4 py-2.5 md:px-5 xl:border-line xl:border-b">
      <div className="min-w-0 flex-1">
        <h1 className="font-semibold text-xl">{base('simulator')}</h1>
        <p className="text-fg-2 max-lg:hidden">{t('simulatorText')}</p>
      </div>
      {chatId && (
        <Link to="/inbox/$id" params={{ id: chatId }} className={buttonClass({})}>
          <MessageSquare aria-hidden />
          <span className="max-sm:sr-only">{t('openInInbox')}</span>
        </Link>
      )}
      {customer && number && (
        <Button
          icon={<RotateCcw />}
          busy={restart.isPending}
          onClick={() => restart.mutate({ numberId: number.id, customerId: customer.id })}
        >
          <span className="max-sm:sr-only">{t('emptyPhone')}</span>
        </Button>
      )}
    </header>
  )
}
