import { useMutation, useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import type { PhoneNumber } from '#core/whatsapp/api.ts'
import { RECIPIENTS_MAX, recipientOf } from '#core/whatsapp/number/recipient.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Skeleton } from '#web/ui/Skeleton.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'
import { Whereabouts } from '#web/whatsapp/connect/Whereabouts.tsx'
import { callSim, type World } from '#web/whatsapp/sim/sim-client.ts'
import { useSimWorld } from '#web/whatsapp/sim/use-sim.ts'

/**
 * Whom a test number may write to. The list is kept in Meta's dashboard, which has no interface for it; written down here too, a message
 * to anyone else is refused before Meta does. In a simulated world both are changed at once.
 */
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
      {number && world && <InWorld world={world} number={number} />}
      {number && world === null && (
        <div className="space-y-3">
          <Whereabouts path={t('whereRecipients')} />
          <List number={number} beside={null} mirror={async () => {}} />
        </div>
      )}
    </Dialog>
  )
}

function InWorld({ world, number }: { world: World; number: PhoneNumber }) {
  const state = useSimWorld(world).data
  const beside = state?.numbers.find(({ id }) => id === number.graphId)?.recipients
  if (!beside) return <Skeleton className="h-32" />
  const mirror = (recipients: string[]) =>
    callSim(world, 'patchNumber', { numberId: number.graphId }, { recipients })
  return <List number={number} beside={beside} mirror={mirror} />
}

type ListProps = {
  number: PhoneNumber
  /** The list in the simulated dashboard; null: there is none to look at. */
  beside: readonly string[] | null
  /** Makes the simulated dashboard the same. */
  mirror: (recipients: string[]) => Promise<unknown>
}

function List({ number, beside, mirror }: ListProps) {
  const t = useChannelWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const [typed, setTyped] = useState('')
  const input = { id: number.id }
  const query = useQuery(orpc.whatsapp.recipients.queryOptions({ input }))
  const save = useMutation(
    orpc.whatsapp.saveRecipients.mutationOptions({
      onSuccess: async (saved) => {
        queryClient.setQueryData(orpc.whatsapp.recipients.queryKey({ input }), saved)
        await mirror(saved.recipients ?? [])
        setTyped('')
      },
      onError: (error) => toast(say(error), { tone: 'problem' }),
    }),
  )
  if (!query.data) return <Skeleton className="h-32" />
  const { recipients } = query.data
  const shown = recipients ?? beside ?? []
  const isFull = shown.length >= RECIPIENTS_MAX
  const write = (next: readonly string[]) => save.mutate({ id: number.id, recipients: [...next] })
  return (
    <div className="space-y-3">
      <p className="text-fg-2 text-sm" role="status">
        {recipients === null
          ? t('recipientsUnknown')
          : t('recipientsCount', { count: recipients.length, max: RECIPIENTS_MAX })}
      </p>
      {shown.length > 0 && (
        <ul className="divide-y divide-line rounded-md border border-line">
          {shown.map((waId) => (
            <li key={waId} className="flex min-h-10 items-center gap-2 pr-1 pl-3">
              <span className="tnum flex-1 text-sm">+{waId}</span>
              <IconButton
                label={t('recipientRemove', { number: `+${waId}` })}
                busy={save.isPending && !save.variables.recipients?.includes(waId)}
                disabled={save.isPending}
                onClick={() => write(shown.filter((one) => one !== waId))}
              >
                <X />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          write([...shown, typed])
        }}
      >
        <Field label={t('recipientAdd')} hint={t('recipientHint')} className="flex-1">
          <TextInput type="tel" value={typed} onChange={setTyped} maxLength={30} disabled={isFull} />
        </Field>
        <Button
          type="submit"
          icon={<Plus />}
          busy={save.isPending}
          disabled={isFull || recipientOf(typed) === undefined}
          className="mb-6"
        >
          {base('add')}
        </Button>
      </form>
      {recipients === null && shown.length > 0 && (
        <Button tone="primary" busy={save.isPending} onClick={() => write(shown)}>
          {t('recipientsKeep')}
        </Button>
      )}
    </div>
  )
}
