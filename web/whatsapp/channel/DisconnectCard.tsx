import { useMutation } from '@tanstack/react-query'
import { Unplug } from 'lucide-react'
import { useState } from 'react'
import type { Channel } from '#core/whatsapp/api.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { Button } from '#web/ui/Button.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { TypedConfirm } from '#web/ui/TypedConfirm.tsx'
import { refreshChannel } from '#web/whatsapp/channel/refresh.ts'
import { useWords } from '#web/whatsapp/words.ts'

/** Ends the line to WhatsApp; needed before another account can be connected. */
export function DisconnectCard({ channel, simulated }: { channel: Channel; simulated: boolean }) {
  const t = useWords()
  const say = useProblemWords()
  const [open, setOpen] = useState(false)
  const disconnect = useMutation(
    orpc.whatsapp.disconnect.mutationOptions({
      onSuccess: () => {
        toast(t('disconnected'))
        setOpen(false)
        void refreshChannel()
      },
    }),
  )
  return (
    <section className="flex flex-wrap items-center gap-3 rounded-lg border border-line px-4 py-3.5">
      <div className="min-w-0 flex-1 basis-64">
        <h2 className="font-semibold text-base">{t('disconnectTitle')}</h2>
        <p className="text-fg-2">{simulated ? t('disconnectSimulated') : t('disconnectText')}</p>
      </div>
      <Button icon={<Unplug />} className="text-danger-fg!" onClick={() => setOpen(true)}>
        {t('disconnect')}
      </Button>
      <TypedConfirm
        open={open}
        onOpenChange={setOpen}
        title={t('disconnectAsk', { name: channel.name || channel.wabaId })}
        description={t('disconnectWhat')}
        word={t('disconnectWord')}
        action={t('disconnect')}
        icon={<Unplug />}
        busy={disconnect.isPending}
        error={disconnect.isError ? say(disconnect.error) : undefined}
        onConfirm={(confirm) => disconnect.mutate({ confirm })}
      />
    </section>
  )
}
