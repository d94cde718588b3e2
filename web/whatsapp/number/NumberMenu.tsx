import { useMutation, useQuery } from '@tanstack/react-query'
import { EllipsisVertical, IdCard, KeyRound, PhoneCall, PhoneOff, Users } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { PhoneNumber } from '#core/whatsapp/api.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Menu } from '#web/ui/Menu.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { refreshChannel } from '#web/whatsapp/channel/refresh.ts'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'
import { NumberSheet } from '#web/whatsapp/number/NumberSheet.tsx'
import type { Sheet } from '#web/whatsapp/number/number-sheet.ts'

/** Whether a number still waits for its code or its PIN. */
export function isUnregistered({ test, state }: PhoneNumber): boolean {
  return !test && (state === 'PENDING' || state === 'DISCONNECTED' || state === 'UNVERIFIED')
}

/** What else can be done with a number. */
export function NumberMenu({ number }: { number: PhoneNumber }) {
  const t = useChannelWords()
  const say = useProblemWords()
  const [sheet, setSheet] = useState<Sheet | null>(null)
  // registration and PIN are 360dialog's affair where the number is there
  const isOwn = useQuery(orpc.whatsapp.channel.queryOptions()).data?.channel?.provider === 'meta'
  const letGo = useMutation(
    orpc.whatsapp.useNumber.mutationOptions({
      onSuccess: ({ display }) => {
        toast(t('unusedNow', { number: display }))
        void refreshChannel()
      },
      onError: (error) => toast(say(error), { tone: 'problem' }),
    }),
  )
  const item = (which: Sheet, label: string, icon: ReactNode) => ({
    label,
    icon,
    onSelect: () => setSheet(which),
  })
  return (
    <>
      <Menu
        align="end"
        className="w-64"
        trigger={
          <IconButton label={t('actsOf', { number: number.display })} tone="outline">
            <EllipsisVertical />
          </IconButton>
        }
        items={[
          item('profile', t('profileEdit'), <IdCard />),
          ...(number.test ? [item('recipients', t('recipients'), <Users />)] : []),
          ...(number.test || !isOwn ? [] : [item('pin', t('pinChange'), <KeyRound />)]),
          ...(isUnregistered(number) && isOwn ? [item('register', t('register'), <PhoneCall />)] : []),
          null,
          {
            label: t('unuse'),
            icon: <PhoneOff />,
            onSelect: () => letGo.mutate({ id: number.id, used: false }),
          },
        ]}
      />
      <NumberSheet number={number} sheet={sheet} onClose={() => setSheet(null)} />
    </>
  )
}
