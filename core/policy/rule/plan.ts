import type { Rule } from '#core/policy/facts.ts'

/** More than this in an hour to one person is no conversation but two machines talking to each other. */
export const BOT_SAYS_PER_HOUR_MAX = 60

/** Ours, not Meta's: a bot that talks in a circle, perhaps with another bot, falls silent instead of spamming. */
export const botModest: Rule = {
  id: 'bot.hourly',
  concerns: (_, { automatic, lane }) => automatic && lane === 'reply',
  facts: ({ tooOften }) => ({ tooOften }),
  objects: (_, { tooOften }) => (tooOften ? { code: 'bot-too-often', remedy: { kind: 'wait' } } : null),
}

/** Contacts beyond the plan that are still served, in percent of it. */
export const PLAN_GRACE_PERCENT = 110

/**
 * Ours: a plan that is over or too small never cuts a conversation that goes on and never stops a person. What stands still is automation
 * after the end, and, above 110 percent of the contacts, broadcasts and bots that would greet new people.
 */
export const planAllows: Rule = {
  id: 'plan.allows',
  concerns: (_, { plan, automatic }) => plan !== undefined && automatic,
  facts: ({ plan }) => ({
    planEnded: plan?.isEnded ?? false,
    contacts: plan?.contacts ?? 0,
    contactsMax: plan?.contactsMax ?? null,
  }),
  objects: (_, { plan, lane }) => {
    if (!plan) return null
    const { isEnded, contacts, contactsMax, isNewContact } = plan
    if (isEnded) return { code: 'plan-ended', remedy: { kind: 'fix', ask: 'owner-upgrades' } }
    const isOver = contactsMax !== null && contacts * 100 > contactsMax * PLAN_GRACE_PERCENT
    if (!isOver || !(isNewContact || lane === 'broadcast')) return null
    const details = { used: contacts, max: contactsMax }
    return { code: 'plan-full', remedy: { kind: 'fix', ask: 'owner-upgrades' }, details }
  },
}
