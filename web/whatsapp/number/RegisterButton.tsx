import { PhoneCall } from 'lucide-react'
import { useState } from 'react'
import type { PhoneNumber } from '#core/whatsapp/api.ts'
import { Button } from '#web/ui/Button.tsx'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'
import { NumberSheet } from '#web/whatsapp/number/NumberSheet.tsx'

/** The next thing to do for a number that is not connected yet. */
export function RegisterButton({ number }: { number: PhoneNumber }) {
  const t = useChannelWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button tone="primary" icon={<PhoneCall />} className="max-sm:basis-full" onClick={() => setOpen(true)}>
        {t('register')}
      </Button>
      <NumberSheet number={number} sheet={open ? 'register' : null} onClose={() => setOpen(false)} />
    </>
  )
}
