import type { Definition } from '#core/flow/definition.ts'
import type { PhoneNumber } from '#core/whatsapp/api.ts'

/** The number by which the bot is met: a real one before one for tests. */
export function numberFor<N extends Pick<PhoneNumber, 'bot' | 'test'>>(
  numbers: readonly N[],
  botId: string,
): N | undefined {
  const linked = numbers.filter(({ bot }) => bot?.id === botId)
  return linked.find(({ test }) => !test) ?? linked[0]
}

/** An address that opens WhatsApp with the first word typed in that begins what is published; a pattern is no word to say. */
export function whatsappLink(display: string, { nodes, start }: Definition): string {
  const first = Object.hasOwn(nodes, start) ? nodes[start] : undefined
  const word = first?.kind === 'start' && first.match !== 'pattern' ? first.keywords[0] : undefined
  const text = word ? `?text=${encodeURIComponent(word)}` : ''
  return `https://wa.me/${display.replace(/\D/g, '')}${text}`
}
