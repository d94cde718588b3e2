import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Link2 } from 'lucide-react'
import { useState } from 'react'
import type { PhoneNumber } from '#core/whatsapp/api.ts'
import { orpc } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { TypedConfirm } from '#web/ui/TypedConfirm.tsx'
import { refreshChannel } from '#web/whatsapp/channel/refresh.ts'
import { useWords } from '#web/whatsapp/words.ts'

const WORD = 'LINK'

/** Puts a bot on a number: from then on it answers customers there. */
export function LinkDialog({
  number,
  bot = null,
  onClose,
}: {
  number: PhoneNumber | null
  /** The bot that is meant; null: it is chosen here. */
  bot?: string | null
  onClose: () => void
}) {
  const t = useWords()
  const say = useProblemWords()
  const bots = useQuery(orpc.flow.bots.queryOptions({ enabled: number !== null })).data ?? []
  const [chosen, setChosen] = useState<string | null>(null)
  const botId = chosen ?? bot ?? (bots.length === 1 ? (bots[0]?.id ?? null) : null)
  const link = useMutation(
    orpc.whatsapp.link.mutationOptions({
      onSuccess: (linked) => {
        toast(t('linked', { bot: linked.bot?.name ?? '', number: linked.display }))
        void refreshChannel()
        close()
      },
    }),
  )
  const close = () => {
    setChosen(null)
    link.reset()
    onClose()
  }
  return (
    <TypedConfirm
      open={number !== null}
      onOpenChange={(open) => !open && close()}
      title={t('linkTitle', { number: number?.name || number?.display || '' })}
      description={t('linkText', { number: number?.display ?? '' })}
      word={WORD}
      tone="primary"
      action={t('linkDo')}
      icon={<Link2 />}
      busy={link.isPending}
      blocked={botId === null}
      error={link.isError ? say(link.error) : undefined}
      onConfirm={(confirm) => number && botId && link.mutate({ id: number.id, botId, confirm })}
    >
      <Field label={t('whichBot')} hint={bots.length === 0 ? <NoBots /> : undefined}>
        <Select
          value={botId}
          onChange={setChosen}
          placeholder={t('chooseBot')}
          disabled={bots.length === 0}
          options={bots.map(({ id, name, flows }) => ({
            value: id,
            label: name,
            hint: t('flowsIn', { count: flows }),
          }))}
        />
      </Field>
    </TypedConfirm>
  )
}

function NoBots() {
  const t = useWords()
  const base = useBaseWords()
  return (
    <>
      {t('noBots')}{' '}
      <Link to="/flows" className="font-medium text-brand-soft-fg underline-offset-2 hover:underline">
        {base('flows')}
      </Link>
    </>
  )
}
