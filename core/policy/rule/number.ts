import { MINUTE, type Millis } from '#core/base/time.ts'
import type { AccountFacts, Rule } from '#core/policy/facts.ts'
import { isWindowOpen } from '#core/policy/window.ts'

/** Meta: only a CONNECTED number sends (phone number `status`). A state that nobody told us is no objection. */
const SENDING_STATES: ReadonlySet<string> = new Set(['CONNECTED', 'UNKNOWN', ''])

export const numberConnected: Rule = {
  id: 'number.connected',
  concerns: () => true,
  facts: ({ numberState }) => ({ numberState }),
  objects: (_, { numberState }) => {
    if (SENDING_STATES.has(numberState)) return null
    const details = { state: numberState }
    return { code: 'number-not-connected', remedy: { kind: 'connect', ask: 'admin-connects' }, details }
  },
}

/** Meta: a disabled account sends nothing (webhook `account_update`, error 131031). */
export const accountEnabled: Rule = {
  id: 'account.enabled',
  concerns: (_, { account }) => account !== undefined,
  facts: ({ account }) => ({ accountDisabled: account?.isDisabled ?? false }),
  objects: (_, { account }) =>
    account?.isDisabled
      ? { code: 'account-disabled', remedy: { kind: 'connect', ask: 'owner-appeals' } }
      : null,
}

/** Meta: a restricted account may not write first, or not answer, until the restriction ends (webhook `account_update`). */
export const accountFree: Rule = {
  id: 'account.restricted',
  concerns: (_, { account }) => account !== undefined && account.restrictions.length > 0,
  facts: ({ account }) => ({ restrictions: account?.restrictions.map(({ type }) => type).join(' ') ?? '' }),
  objects: (_, { account, lastInboundAt }, now) => {
    const until = account ? restrictedUntil(account, isWindowOpen(lastInboundAt, now), now) : undefined
    if (until === undefined) return null
    if (until === null) {
      return { code: 'account-restricted', remedy: { kind: 'wait', ask: 'owner-appeals' } }
    }
    const details = { minutes: Math.ceil((until - now) / MINUTE) }
    const remedy = { kind: 'wait', until, ask: 'owner-appeals' } as const
    return { code: 'account-restricted-until', remedy, details, until }
  },
}

const RESTRICTION = {
  begin: 'RESTRICTED_BIZ_INITIATED_MESSAGING',
  answer: 'RESTRICTED_CUSTOMER_INITIATED_MESSAGING',
} as const

/** When the restriction that stops this message ends; null: nobody said; undefined: none stops it. */
function restrictedUntil(account: AccountFacts, inWindow: boolean, now: Millis): Millis | null | undefined {
  const type = inWindow ? RESTRICTION.answer : RESTRICTION.begin
  const ends = account.restrictions
    .filter((restriction) => restriction.type === type)
    .map(({ until }) => until)
    .filter((until) => until === null || until > now)
  if (ends.includes(null)) return null
  return ends.reduce<Millis | undefined>((last, until) => Math.max(last ?? 0, until ?? 0), undefined)
}

/** The guide: after UNLINK a bot has no number and says nothing; people go on. */
export const botLinked: Rule = {
  id: 'bot.linked',
  concerns: (_, { automatic, isLinked }) => automatic && isLinked !== undefined,
  facts: ({ isLinked }) => ({ isLinked: isLinked ?? null }),
  objects: (_, { isLinked }) =>
    isLinked === false
      ? { code: 'bot-not-linked', remedy: { kind: 'connect', ask: 'admin-links-bot' } }
      : null,
}

/** Meta: a test number reaches at most five verified recipients (error 131030). */
export const recipientListed: Rule = {
  id: 'recipient.listed',
  concerns: (_, { isListed }) => isListed !== undefined && isListed !== null,
  facts: ({ isListed, recipients }) => ({
    isListed: isListed ?? null,
    ...(recipients === undefined ? {} : { recipients }),
  }),
  objects: (_, { isListed }) =>
    isListed === false
      ? { code: 'recipient-not-listed', remedy: { kind: 'fix', ask: 'admin-lists-recipient' } }
      : null,
}
