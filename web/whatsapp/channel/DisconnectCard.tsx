import { useMutation } from '@tanstack/react-query'
import { Smartphone, Unplug } from 'lucide-react'
import { useState } from 'react'
import type { Channel } from '#core/whatsapp/api.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { TypedConfirm } from '#web/ui/TypedConfirm.tsx'
import { refreshChannel } from '#web/whatsapp/channel/refresh.ts'
import { useWords } from '#web/whatsapp/words.ts'

type Props = { channel: Channel; simulated: boolean }

/** Ends the line to WhatsApp; needed before another account can be connected. */
export function DisconnectCard({ channel, simulated }: Props) {
  const t = useWords()
  const [open, setOpen] = useState(false)
  return (
    <section className="flex flex-wrap items-center gap-3 rounded-lg border border-line px-4 py-3.5">
      <div className="min-w-0 flex-1 basis-64">
        <h2 className="font-semibold text-base">{t('disconnectTitle')}</h2>
        <p className="text-fg-2">{simulated ? t('disconnectSimulated') : t('disconnectText')}</p>
      </div>
      <Button icon={<Unplug />} className="text-danger-fg!" onClick={() => setOpen(true)}>
        {t('disconnect')}
      </Button>
      <DisconnectAsk channel={channel} simulated={simulated} open={open} onOpenChange={setOpen} />
    </section>
  )
}

/** Over simulated numbers: they serve nobody, and where real ones begin. */
export function SimulatedBanner({ channel }: { channel: Channel }) {
  const t = useWords()
  const [open, setOpen] = useState(false)
  return (
    <Banner
      icon={<Smartphone />}
      action={
        <Button tone="primary" onClick={() => setOpen(true)} className="max-md:w-full">
          {t('goReal')}
        </Button>
      }
    >
      {t('goRealText')}
      <DisconnectAsk channel={channel} simulated open={open} onOpenChange={setOpen} />
    </Banner>
  )
}

function DisconnectAsk({
  channel,
  simulated,
  open,
  onOpenChange,
}: Props & { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useWords()
  const say = useProblemWords()
  const disconnect = useMutation(
    orpc.whatsapp.disconnect.mutationOptions({
      onSuccess: () => {
        toast(t('disconnected'))
        onOpenChange(false)
        void refreshChannel()
      },
    }),
  )
  return (
    <TypedConfirm
      open={open}
      onOpenChange={onOpenChange}
      title={t('disconnectAsk', { name: channel.name || channel.wabaId })}
      description={t(simulated ? 'disconnectSimulatedWhat' : 'disconnectWhat')}
      word={t('disconnectWord')}
      action={t('disconnect')}
      icon={<Unplug />}
      busy={disconnect.isPending}
      error={disconnect.isError ? say(disconnect.error) : undefined}
      onConfirm={(confirm) => disconnect.mutate({ confirm })}
    />
  )
}
