import { BellOff, BellRing, EllipsisVertical } from 'lucide-react'
import type { SimThread } from '#core/whatsapp/sim-view.ts'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Menu } from '#web/ui/Menu.tsx'
import { callSim, type World } from '#web/whatsapp/sim/sim-client.ts'
import { useSimAct } from '#web/whatsapp/sim/use-sim.ts'
import { useWords } from '#web/whatsapp/words.ts'

/** What WhatsApp lets a customer decide about a business: its marketing messages, stopped or allowed again. */
export function PhoneMenu({ world, thread: { customer } }: { world: World; thread: SimThread }) {
  const t = useWords()
  const { id: customerId, marketingStopped } = customer
  const change = useSimAct(world, () =>
    callSim(world, 'patchCustomer', { customerId }, { marketingStopped: !marketingStopped }),
  )
  return (
    <Menu
      align="end"
      className="w-64"
      trigger={
        <IconButton label={t('phoneMenu')} className="text-wa-fg">
          <EllipsisVertical />
        </IconButton>
      }
      items={[
        {
          label: t(marketingStopped ? 'promoResume' : 'promoStop'),
          icon: marketingStopped ? <BellRing /> : <BellOff />,
          disabled: change.isPending,
          onSelect: () => change.mutate(undefined),
        },
      ]}
    />
  )
}
