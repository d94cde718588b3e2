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
