import { Link } from '@tanstack/react-router'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { buttonClass } from '#web/ui/Button.tsx'

const BUDGET = { to: '/costs', search: { tab: 'rates' }, word: 'heldBudget' } as const
const CHANNEL = { to: '/channels', search: {}, word: 'heldChannel' } as const

/** Where what holds a broadcast up is ended, by the reason's code. */
const WAYS: Readonly<Record<string, typeof BUDGET | typeof CHANNEL>> = {
  'budget-held': BUDGET,
  'budget-unpriced': BUDGET,
  'sending-paused': CHANNEL,
  'number-not-connected': CHANNEL,
  'account-disabled': CHANNEL,
  'account-restricted': CHANNEL,
  'account-restricted-until': CHANNEL,
  'limit-reached': CHANNEL,
  'channel-missing': CHANNEL,
}

/** Leads to the page on which the reason can be ended; nothing where there is none. */
export function HeldAct({ code }: { code: string }) {
  const t = useBroadcastWords()
  const way = WAYS[code]
  if (!way) return null
  return (
    <Link to={way.to} search={way.search as never} className={buttonClass({ size: 'sm' })}>
      {t(way.word)}
    </Link>
  )
}
