import { useState } from 'react'
import type { Message } from '#core/chat/api.ts'
import { explain } from '#core/policy/explain.ts'
import { isWaiting } from '#core/policy/judged.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { useBaseWords } from '#web/base/words.ts'
import { settleMessage } from '#web/chat/data/acts.ts'
import { discard, sendAgain } from '#web/chat/data/send.ts'
import { faultText } from '#web/chat/thread/event-line.ts'
import { useWords } from '#web/chat/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { VerdictNote } from '#web/whatsapp/verdict/VerdictNote.tsx'

/** Under a message of ours that did not arrive, or may not have: why, and what can be done. */
export function BubbleFate({ message, unsent }: { message: Message; unsent: string | null }) {
  const t = useWords()
  const base = useBaseWords()
  const why = useReason(message)
  if (unsent !== null)
    return (
      <Fate sentence={unsent || base('unreachable')} danger>
        <Button size="sm" className="max-md:h-10" onClick={() => void sendAgain(message.id)}>
          {base('retry')}
        </Button>
        <Button size="sm" tone="ghost" className="max-md:h-10" onClick={() => discard(message.id)}>
          {t('fate.discard')}
        </Button>
      </Fate>
    )
  switch (message.state) {
    case 'failed':
      return (
        <Fate sentence={why} danger>
          <Settle id={message.id} as="again" />
        </Fate>
      )
    case 'refused':
      return message.fault ? <Fate sentence={why} danger /> : <Gate message={message} />
    case 'queued':
      return isWaiting(message) ? <Gate message={message} /> : null
    case 'uncertain':
    case 'held':
      return (
        <Fate sentence={t('fate.maybe')}>
          <Settle id={message.id} as="again" />
          <Settle id={message.id} as="sent" />
        </Fate>
      )
    default:
      return null
  }
}

/** What the gate said of it. A person may send a refused one again where that can help: she is judged anew. */
function Gate({ message }: { message: Message }) {
  if (!message.verdict) return null
  const again = message.state === 'refused' && MENDABLE.has(message.verdict.remedy)
  return (
    <div className="mt-1 flex max-w-[86%] flex-col items-end gap-1.5 text-right md:max-w-[72%]">
      <VerdictNote verdict={message.verdict} />
      {again && <Settle id={message.id} as="again" />}
    </div>
  )
}

const MENDABLE: ReadonlySet<string> = new Set(['fix', 'wait', 'connect'])

function Fate({
  sentence,
  danger,
  children,
}: {
  sentence: string
  danger?: boolean
  children?: React.ReactNode
}) {
  return (
    <div className="mt-1 flex max-w-[86%] flex-wrap items-center justify-end gap-1.5 md:max-w-[72%]">
      <p className={danger ? 'text-right text-danger-fg text-xs' : 'text-right text-fg-2 text-xs'}>
        {sentence}
      </p>
      {children}
    </div>
  )
}

function Settle({ id, as }: { id: string; as: 'again' | 'sent' }) {
  const t = useWords()
  const base = useBaseWords()
  const [busy, setBusy] = useState(false)
  const press = async () => {
    setBusy(true)
    const failure = await settleMessage(id, as)
    setBusy(false)
    if (failure) toast(failure.sentence || base('unreachable'), { tone: 'problem' })
  }
  return (
    <Button size="sm" busy={busy} tone={as === 'again' ? 'secondary' : 'ghost'} onClick={() => void press()}>
      {t(as === 'again' ? 'fate.again' : 'fate.sent')}
    </Button>
  )
}

/** Meta's reason in plain words with its code, or the sentence of our own gate. */
function useReason(message: Message): string {
  const t = useWords()
  const language = useLanguage()
  const { fault, verdict } = message
  if (fault) {
    const words = faultText(fault.code, t) ?? (fault.details || fault.title)
    return t('fate.because', { reason: words, code: fault.code })
  }
  return (verdict && explain(verdict, language).reason) ?? t('fate.failed')
}
