import { Pencil, Plus } from 'lucide-react'
import { useState } from 'react'
import type { SimCustomer, SimNumber, SimWorld } from '#core/whatsapp/sim-view.ts'
import { shownPhone } from '#web/base/phone.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Avatar } from '#web/ui/Avatar.tsx'
import { Card } from '#web/ui/Card.tsx'
import { cx } from '#web/ui/cx.ts'
import { Field } from '#web/ui/Field.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Select } from '#web/ui/Select.tsx'
import { CustomerDialog } from '#web/whatsapp/sim/CustomerDialog.tsx'
import type { World } from '#web/whatsapp/sim/sim-client.ts'
import { useWords } from '#web/whatsapp/words.ts'

type Props = {
  world: World
  state: SimWorld
  chosen: SimCustomer | undefined
  number: SimNumber | undefined
  onChoose: (change: { customer?: string; number?: string }) => void
}

/** Whose phone is in hand, and which number of the business they write to. */
export function Customers({ world, state, chosen, number, onChoose }: Props) {
  const t = useWords()
  const base = useBaseWords()
  const [editing, setEditing] = useState<SimCustomer | 'new' | null>(null)
  return (
    <Card
      title={t('customers')}
      bodyClass="px-2 pb-2"
      action={
        <IconButton label={t('addCustomer')} size="sm" onClick={() => setEditing('new')}>
          <Plus />
        </IconButton>
      }
    >
      <ul>
        {state.customers.map((customer) => (
          <li
            key={customer.id}
            className={cx(
              'group flex items-center rounded-sm',
              customer.id === chosen?.id ? 'bg-brand-soft' : 'hover:bg-hover',
            )}
          >
            <button
              type="button"
              aria-pressed={customer.id === chosen?.id}
              onClick={() => onChoose({ customer: customer.id })}
              className="flex min-w-0 flex-1 items-center gap-2.5 rounded-sm p-2 text-left"
            >
              <Avatar name={customer.name} size={32} />
              <span className="min-w-0">
                <span className="block truncate font-medium text-sm">{customer.name}</span>
                <span
                  className={cx(
                    'tnum block truncate text-2xs',
                    customer.id === chosen?.id ? 'text-brand-soft-fg' : 'text-fg-3',
                  )}
                >
                  {customer.usernameOnly
                    ? (customer.username ?? t('numberHidden'))
                    : shownPhone(customer.waId)}
                </span>
              </span>
            </button>
            <IconButton
              label={`${base('edit')}: ${customer.name}`}
              size="sm"
              className="mr-1.5 opacity-0 focus-visible:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100"
              onClick={() => setEditing(customer)}
            >
              <Pencil className="size-3.5!" />
            </IconButton>
          </li>
        ))}
      </ul>
      {state.numbers.length > 1 && (
        <Field label={t('writesTo')} className="px-2 pt-2 pb-1.5">
          <Select
            value={number?.id ?? null}
            onChange={(id) => onChoose({ number: id })}
            options={state.numbers.map(({ id, name, display, test }) => ({
              value: id,
              label: `${name} · ${display}`,
              ...(test ? { hint: t('testNumber') } : {}),
            }))}
          />
        </Field>
      )}
      <CustomerDialog
        key={editing === null || editing === 'new' ? String(editing) : editing.id}
        world={world}
        customer={editing}
        onClose={() => setEditing(null)}
        onAdded={(id) => onChoose({ customer: id })}
      />
    </Card>
  )
}
