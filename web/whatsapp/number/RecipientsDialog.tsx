import { useQuery } from '@tanstack/react-query'
import type { PhoneNumber } from '#core/whatsapp/api.ts'
import { orpc } from '#web/base/query.ts'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'
import { Whereabouts } from '#web/whatsapp/connect/Whereabouts.tsx'
import { callSim, type World } from '#web/whatsapp/sim/sim-client.ts'
import { useSimAct, useSimWorld } from '#web/whatsapp/sim/use-sim.ts'

/** Meta lets a test number write to so many verified phones. */
const RECIPIENTS_MAX = 5

/** Who a test number may write to: kept at Meta, which has no interface for it; in a simulated world it is set here. */
export function RecipientsDialog({ number, onClose }: { number: PhoneNumber | null; onClose: () => void }) {
  const t = useChannelWords()
  const world = useQuery(orpc.whatsapp.simulator.queryOptions()).data?.world
  return (
    <Dialog
      open={number !== null}
      onOpenChange={(open) => !open && onClose()}
      title={t('recipients')}
      description={t('recipientsText')}
    >
      {number && world && <WorldRecipients world={world} graphId={number.graphId} />}
      {number && !world && <Whereabouts path={t('whereRecipients')} />}
    </Dialog>
  )
}

function WorldRecipients({ world, graphId }: { world: World; graphId: string }) {
  const t = useChannelWords()
  const state = useSimWorld(world).data
  const save = useSimAct(world, (recipients: string[]) =>
    callSim(world, 'patchNumber', { numberId: graphId }, { recipients }),
  )
  const recipients = state?.numbers.find(({ id }) => id === graphId)?.recipients
  if (!state || !recipients) return <Skeleton className="h-32" />
  const isFull = recipients.length >= RECIPIENTS_MAX
  return (
    <div className="space-y-2">
      <p className="text-fg-2 text-sm" role="status">
        {t('recipientsCount', { count: recipients.length, max: RECIPIENTS_MAX })}
      </p>
      <ul className="max-h-72 space-y-1 overflow-auto">
        {state.customers.map(({ id, name, waId }) => {
          const on = recipients.includes(waId)
          return (
            <li key={id}>
              <Checkbox
                checked={on}
                disabled={save.isPending || (!on && isFull)}
                onChange={() =>
                  save.mutate(on ? recipients.filter((one) => one !== waId) : [...recipients, waId])
                }
              >
                {name} <span className="tnum text-fg-3">+{waId}</span>
              </Checkbox>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
