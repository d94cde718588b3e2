import { useMutation } from '@tanstack/react-query'
import { EllipsisVertical, PhoneOff } from 'lucide-react'
import type { PhoneNumber } from '#core/whatsapp/api.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Menu } from '#web/ui/Menu.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { refreshChannel } from '#web/whatsapp/channel/refresh.ts'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'

/** What else can be done with a number. */
export function NumberMenu({ number }: { number: PhoneNumber }) {
  const t = useChannelWords()
  const say = useProblemWords()
  const letGo = useMutation(
    orpc.whatsapp.useNumber.mutationOptions({
      onSuccess: ({ display }) => {
        toast(t('unusedNow', { number: display }))
        void refreshChannel()
      },
      onError: (error) => toast(say(error)),
    }),
  )
  return (
    <Menu
      align="end"
      className="w-60"
      trigger={
        <IconButton label={t('actsOf', { number: number.display })} tone="outline">
          <EllipsisVertical />
        </IconButton>
      }
      items={[
        {
          label: t('unuse'),
          icon: <PhoneOff />,
          onSelect: () => letGo.mutate({ id: number.id, used: false }),
        },
      ]}
    />
  )
}
