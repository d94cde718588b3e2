import type { Channel, PhoneNumber } from '#core/whatsapp/api.ts'

export const STEPS = ['access', 'webhook', 'numbers', 'bot'] as const
export type ConnectStep = (typeof STEPS)[number]

/** The first step that is not done, read from what the server knows, so that a reload goes on there; null: all are. */
export function stepOf(channel: Channel | null, numbers: readonly PhoneNumber[]): ConnectStep | null {
  if (!channel) return 'access'
  if (channel.subscribedAt === null || channel.verifiedAt === null) return 'webhook'
  const used = numbers.filter((number) => number.used)
  if (used.length === 0) return 'numbers'
  return used.some(({ bot }) => bot !== null) ? null : 'bot'
}
