import { useState } from 'react'
import type { SimCustomer } from '#core/whatsapp/sim-view.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { SwitchRow } from '#web/ui/Switch.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { callSim, type World } from '#web/whatsapp/sim/sim-client.ts'
import { useSimAct } from '#web/whatsapp/sim/use-sim.ts'
import { useWords } from '#web/whatsapp/words.ts'

const NAME_MAX = 200
const HABITS = ['readReceipts', 'onWhatsApp', 'usernameOnly', 'marketingStopped'] as const
type Habit = (typeof HABITS)[number]
const NEW = {
  name: '',
  phone: '',
  readReceipts: true,
  onWhatsApp: true,
  usernameOnly: false,
  marketingStopped: false,
}

type Props = {
  world: World
  customer: SimCustomer | 'new' | null
  onClose: () => void
  onAdded: (id: string) => void
}

/** A simulated customer: a new one, or the habits of one that exists. */
export function CustomerDialog({ world, customer, onClose, onAdded }: Props) {
  const t = useWords()
  const base = useBaseWords()
  const isNew = customer === 'new'
  const [form, setForm] = useState(() =>
    customer === null || isNew ? NEW : { ...NEW, ...customer, phone: `+${customer.waId}` },
  )
  const save = useSimAct(world, async () => {
    if (customer === null) return
    if (customer === 'new')
      onAdded((await callSim(world, 'addCustomer', {}, { name: form.name, phone: form.phone })).id)
    else
      await callSim(
        world,
        'patchCustomer',
        { customerId: customer.id },
        { name: form.name, ...habitsOf(form) },
      )
    onClose()
  })
  return (
    <Dialog
      open={customer !== null}
      onOpenChange={(open) => !open && onClose()}
      title={isNew ? t('addCustomer') : t('editCustomer')}
      footer={
        <>
          <CloseWith>
            <Button>{base('cancel')}</Button>
          </CloseWith>
          <Button
            tone="primary"
            busy={save.isPending}
            disabled={!form.name.trim() || !form.phone.trim()}
            onClick={() => save.mutate()}
          >
            {isNew ? base('add') : base('save')}
          </Button>
        </>
      }
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t('personName')}>
          <TextInput value={form.name} onChange={(name) => setForm({ ...form, name })} maxLength={NAME_MAX} />
        </Field>
        <Field label={t('personPhone')} hint={isNew ? t('phoneHint') : undefined}>
          <TextInput
            type="tel"
            value={form.phone}
            disabled={!isNew}
            onChange={(phone) => setForm({ ...form, phone })}
          />
        </Field>
      </div>
      {!isNew && (
        <div className="mt-4 space-y-3 border-line border-t pt-4">
          {HABITS.map((habit) => (
            <SwitchRow
              key={habit}
              label={t(`habit_${habit}`)}
              hint={t(`habit_${habit}_hint`)}
              checked={form[habit]}
              onChange={(on) => setForm({ ...form, [habit]: on })}
            />
          ))}
        </div>
      )}
    </Dialog>
  )
}

function habitsOf(form: Readonly<Record<Habit, boolean>>): Record<Habit, boolean> {
  const { readReceipts, onWhatsApp, usernameOnly, marketingStopped } = form
  return { readReceipts, onWhatsApp, usernameOnly, marketingStopped }
}
