import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { FileText } from 'lucide-react'
import { useState } from 'react'
import type { Message } from '#core/chat/api.ts'
import { isWaiting } from '#core/policy/judged.ts'
import { WINDOW } from '#core/policy/window.ts'
import { remedyOfFault } from '#core/whatsapp/fault-remedy.ts'
import { useBaseWords } from '#web/base/words.ts'
import { type ActFailure, callBack, settleMessage } from '#web/chat/data/acts.ts'
import { chatOptions } from '#web/chat/data/chats.ts'
import { messagesOptions } from '#web/chat/data/messages.ts'
import { discard, sendAgain } from '#web/chat/data/send.ts'
import { channelNow } from '#web/chat/list/place-chat.ts'
import type { Unsent } from '#web/chat/thread/outgoing.ts'
import { useWords } from '#web/chat/words.ts'
import { Button, buttonClass } from '#web/ui/Button.tsx'
import { cx } from '#web/ui/cx.ts'
import { toast } from '#web/ui/Toast.tsx'
import type { OnTemplate } from '#web/whatsapp/verdict/Explanation.tsx'
import { VerdictNote } from '#web/whatsapp/verdict/VerdictNote.tsx'
import { useVerdictWords } from '#web/whatsapp/verdict/words.ts'

type Props = { message: Message; unsent: Unsent | null; onTemplate: OnTemplate }

/** Under a message of ours that did not arrive, or may not have: why, and what can be done. */
export function BubbleFate({ message, unsent, onTemplate }: Props) {
  const t = useWords()
  const base = useBaseWords()
  const redone = useRedone(message)
  const { state, fault, verdict } = message
  const why = <VerdictNote state={state} fault={fault} verdict={verdict} end onTemplate={onTemplate} />
  if (unsent !== null)
    return (
      <Fate sentence={unsent.reason || base('unreachable')} danger>
        {!unsent.isFinal && (
          <Button size="sm" className="max-md:h-11" onClick={() => void sendAgain(message.id)}>
            {base('retry')}
          </Button>
        )}
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
          <Cure message={message} onTemplate={onTemplate} />
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

/** What truly helps a failed one: the same again only where it can pass. */
function Cure({ message, onTemplate }: Pick<Props, 'message' | 'onTemplate'>) {
  const t = useWords()
  const say = useVerdictWords()
  const chat = useQuery({ ...chatOptions(message.chatId), enabled: false }).data
  const windowEndsAt = chat?.windowEndsAt ?? null
  const age = (chat ? channelNow(chat, Date.now()) : Date.now()) - message.at
  const remedy = message.fault ? remedyOfFault(message.fault.code, age) : 'again'
  const again = <Act label={t('fate.again')} act={() => settleMessage(message.id, 'again')} />
  if (remedy === 'none') return null
  if (remedy === 'again' || (remedy === 'template' && hasWrittenSince(message, windowEndsAt))) return again
  if (remedy === 'template')
    return (
      <Button size="sm" icon={<FileText />} className="max-md:h-11" onClick={() => onTemplate(null)}>
        {say('chooseTemplate')}
      </Button>
    )
  return (
    <>
      <Link to="/channels" className={cx(buttonClass({ size: 'sm' }), 'max-md:h-11')}>
        {say('open.channels')}
      </Link>
      {again}
    </>
  )
}

/** The customer has opened the window anew: free words pass again. */
function hasWrittenSince({ at, fault, draft }: Message, end: number | null): boolean {
  return draft?.kind !== 'template' && fault?.code === WINDOW_CLOSED && end !== null && end - WINDOW > at
}
/** Meta: re-engagement message; more than 24 hours have passed since the customer last replied. */
const WINDOW_CLOSED = 131_047

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
      {children && <div className="flex flex-wrap justify-end gap-1.5 empty:hidden">{children}</div>}
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
