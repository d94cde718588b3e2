import { Check } from 'lucide-react'
import type { Channel, PhoneNumber } from '#core/whatsapp/api.ts'
import { Card } from '#web/ui/Card.tsx'
import { cx } from '#web/ui/cx.ts'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'
import { AccessStep } from '#web/whatsapp/connect/AccessStep.tsx'
import { BotStep } from '#web/whatsapp/connect/BotStep.tsx'
import { NumbersStep } from '#web/whatsapp/connect/NumbersStep.tsx'
import { type ConnectStep, STEPS } from '#web/whatsapp/connect/step-of.ts'
import { WebhookStep } from '#web/whatsapp/connect/WebhookStep.tsx'
import { useConnectWords } from '#web/whatsapp/connect-words.ts'

const WORDS = {
  access: 'stepAccess',
  webhook: 'stepWebhook',
  numbers: 'stepNumbers',
  bot: 'stepBot',
} as const

/** From an account at Meta to an answering number, one step at a time; each is done when the server says so. */
export function ConnectWizard({
  step,
  channel,
  numbers,
  onLater,
}: {
  step: ConnectStep
  channel: Channel | null
  numbers: readonly PhoneNumber[]
  onLater: () => void
}) {
  const t = useChannelWords()
  const ways = useConnectWords()
  const isPartner = channel?.provider === '360dialog'
  return (
    <Card title={isPartner ? ways('dialogTitle') : t('connectTitle')} bodyClass="px-4 pb-4">
      <ol className="mb-4 flex flex-wrap gap-x-6 gap-y-2">
        {STEPS.map((one, at) => (
          <StepMark key={one} label={t(WORDS[one])} number={at + 1} at={at - STEPS.indexOf(step)} />
        ))}
      </ol>
      {step === 'access' && <AccessStep />}
      {step === 'webhook' && channel && <WebhookStep channel={channel} />}
      {step === 'numbers' && <NumbersStep numbers={numbers} isOwn={!isPartner} />}
      {step === 'bot' && <BotStep numbers={numbers} onLater={onLater} />}
    </Card>
  )
}

/** A numbered step; `at` < 0 lies behind, 0 is now. */
function StepMark({ label, number, at }: { label: string; number: number; at: number }) {
  const t = useChannelWords()
  return (
    <li className="flex items-center gap-2 text-sm" aria-current={at === 0 ? 'step' : undefined}>
      <span
        className={cx(
          'tnum grid size-6 place-items-center rounded-full border-2 font-semibold text-xs',
          at < 0 && 'border-brand bg-brand text-on-brand',
          at === 0 && 'border-brand text-brand-soft-fg',
          at > 0 && 'border-line-strong text-fg-3',
        )}
      >
        {at < 0 ? <Check role="img" aria-label={t('stepDone')} className="size-3.5 stroke-[3]" /> : number}
      </span>
      <span className={at === 0 ? 'font-semibold' : 'text-fg-2'}>{label}</span>
    </li>
  )
}
