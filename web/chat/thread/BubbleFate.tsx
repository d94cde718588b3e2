import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Message } from '#core/chat/api.ts'
import { isWaiting } from '#core/policy/judged.ts'
import { useBaseWords } from '#web/base/words.ts'
import { type ActFailure, callBack, settleMessage } from '#web/chat/data/acts.ts'
import { messagesOptions } from '#web/chat/data/messages.ts'
import { discard, sendAgain } from '#web/chat/data/send.ts'
import { useWords } from '#web/chat/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { VerdictNote } from '#web/whatsapp/verdict/VerdictNote.tsx'

/** Under a message of ours that did not arrive, or may not have: why, and what can be done. */
export function BubbleFate({ message, unsent }: { message: Message; unsent: string | null }) {
  const t = useWords()
  const base = useBaseWords()
  const redone = useRedone(message)
  const why = <VerdictNote state={message.state} fault={message.fault} verdict={message.verdict} end />
  if (unsent !== null)
    return (
      <Fate sentence={unsent || base('unreachable')} danger>
        <Button size="sm" className="max-md:h-11" onClick={() => void sendAgain(message.id)}>
          {base('retry')}
        </Button>
        <Button size="sm" tone="ghost" className="max-md:h-11" onClick={() => discard(message.id)}>
          {t('fate.discard')}
        </Button>
      </Fate>
    )
  if (redone)
    return (
      <Fate
        sentence={
          <>
            {why}
            {t('fate.redone')}
          </>
        }
      />
    )
  switch (message.state) {
    case 'failed':
      return (
        <Fate sentence={why}>
          <Act label={t('fate.again')} act={() => settleMessage(message.id, 'again')} />
        </Fate>
      )
    case 'refused':
      return (
        <Fate sentence={why}>
          {!message.fault && MENDABLE.has(message.verdict?.remedy ?? '') && (
            <Act label={t('fate.again')} act={() => settleMessage(message.id, 'again')} />
          )}
        </Fate>
      )
    case 'queued':
      return message.fault !== null || isWaiting(message) ? (
        <Fate sentence={why}>
          <Act label={t('fate.cancel')} act={() => callBack(message.id)} />
        </Fate>
      ) : null
    case 'uncertain':
    case 'held':
      return (
        <Fate sentence={t('fate.maybe')}>
          <Act label={t('fate.again')} act={() => settleMessage(message.id, 'again')} />
          <Act label={t('fate.sent')} act={() => settleMessage(message.id, 'sent')} tone="ghost" />
        </Fate>
      )
    default:
      return null
  }
}

/** Somebody has sent it again: the server sends it anew once, and names what it sent by what failed. */
function useRedone({ id, chatId }: Message): boolean {
  const { data } = useInfiniteQuery(messagesOptions(chatId))
  return data?.pages.some(({ items }) => items.some(({ clientId }) => clientId === `again:${id}`)) ?? false
}

/** Where a person may send a refused one again, and is judged anew. */
const MENDABLE: ReadonlySet<string> = new Set(['fix', 'wait', 'connect'])

function Fate({
  sentence,
  danger,
  children,
}: {
  sentence: React.ReactNode
  danger?: boolean
  children?: React.ReactNode
}) {
  return (
    <div className="mt-1 flex max-w-[86%] flex-wrap items-center justify-end gap-1.5 md:max-w-[72%]">
      <div className={danger ? 'text-right text-danger-fg text-xs' : 'text-right text-fg-2 text-xs'}>
        {sentence}
      </div>
      {children}
    </div>
  )
}

type ActProps = {
  label: string
  act: () => Promise<ActFailure>
  tone?: 'secondary' | 'ghost'
}

function Act({ label, act, tone = 'secondary' }: ActProps) {
  const base = useBaseWords()
  const [busy, setBusy] = useState(false)
  const press = async () => {
    setBusy(true)
    const failure = await act()
    setBusy(false)
    if (failure) toast(failure.sentence || base('unreachable'), { tone: 'problem' })
  }
  return (
    <Button size="sm" busy={busy} tone={tone} className="max-md:h-11" onClick={() => void press()}>
      {label}
    </Button>
  )
}
