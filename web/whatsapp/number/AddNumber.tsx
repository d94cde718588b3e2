import { useMutation } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { PhoneNumber } from '#core/whatsapp/api.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button, type ButtonTone } from '#web/ui/Button.tsx'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { refreshChannel } from '#web/whatsapp/channel/refresh.ts'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'
import { NumberSheet } from '#web/whatsapp/number/NumberSheet.tsx'

const EMPTY = { country: '62', phone: '', name: '' }

/** A number of one's own comes into the account; its verification opens right after. */
export function AddNumber({ tone = 'primary' }: { tone?: ButtonTone }) {
  const t = useChannelWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const [open, setOpen] = useState(false)
  const [form, setForm] = useState(EMPTY)
  const [added, setAdded] = useState<PhoneNumber | null>(null)
  const add = useMutation(
    orpc.whatsapp.addNumber.mutationOptions({
      onSuccess: (number) => {
        show(false)
        setAdded(number)
        void refreshChannel()
      },
    }),
  )
  const show = (next: boolean) => {
    setOpen(next)
    setForm(EMPTY)
    add.reset()
  }
  const isFilled = form.country !== '' && form.phone.trim().length >= 4 && form.name.trim().length >= 3
  return (
    <>
      <Button tone={tone} icon={<Plus />} onClick={() => show(true)}>
        {t('addNumber')}
      </Button>
      <Dialog
        open={open}
        onOpenChange={show}
        title={t('addNumber')}
        description={t('addNumberText')}
        footer={
          <>
            <CloseWith>
              <Button>{base('cancel')}</Button>
            </CloseWith>
            <Button tone="primary" busy={add.isPending} disabled={!isFilled} onClick={() => add.mutate(form)}>
              {t('addNumberDo')}
            </Button>
          </>
        }
      >
        <div className="grid grid-cols-[92px_minmax(0,1fr)] gap-x-3 gap-y-4">
          <Field label={t('country')}>
            <TextInput
              value={form.country}
              inputMode="numeric"
              onChange={(country) => setForm({ ...form, country: country.replace(/\D/g, '').slice(0, 4) })}
            />
          </Field>
          <Field label={t('phone')}>
            <TextInput
              value={form.phone}
              inputMode="tel"
              placeholder="812 3456 7890"
              onChange={(phone) => setForm({ ...form, phone: phone.replace(/[^\d\s-]/g, '') })}
            />
          </Field>
          <Field label={t('displayName')} hint={t('displayNameHint')} className="col-span-2">
            <TextInput value={form.name} maxLength={100} onChange={(name) => setForm({ ...form, name })} />
          </Field>
          {add.isError && (
            <Banner tone="danger" role="alert" className="col-span-2">
              {say(add.error)}
            </Banner>
          )}
        </div>
      </Dialog>
      <NumberSheet number={added} sheet={added && 'register'} onClose={() => setAdded(null)} />
    </>
  )
}
