import { FlowFile } from '#core/flow/definition.ts'
import { wireId } from '#core/flow/wire.ts'

export const GREETING = 'halo'
export const WORDS = {
  menu: 'Selamat datang di Kopi Senja. Apa yang bisa kami bantu?',
  buttons: [
    ['menu', 'Lihat menu'],
    ['order', 'Pesan'],
    ['person', 'Bicara dengan tim'],
  ],
  question: 'Dari kota mana Anda memesan?',
  summary: 'Terima kasih, pesanan Anda dicatat untuk kota ',
} as const
export const TAP = { id: wireId('menu', 'order'), title: 'Pesan' }

/** The conversation that is measured: halo → text and three buttons; tap → question; answer kept → summary. */
export function conversationFlow(): FlowFile {
  return FlowFile.parse({
    wetalk: 'flow',
    format: 1,
    name: 'Percakapan uji',
    definition: {
      format: 1,
      start: 'start',
      nodes: {
        start: { kind: 'start', keywords: [GREETING], match: 'begins', next: { next: 'menu' } },
        menu: {
          kind: 'message',
          text: WORDS.menu,
          buttons: WORDS.buttons.map(([id, title]) => ({ id, title })),
          next: { 'button:menu': 'ask', 'button:order': 'ask', 'button:person': 'ask' },
        },
        ask: {
          kind: 'question',
          text: WORDS.question,
          answer: 'text',
          field: 'city',
          next: { answered: 'summary' },
        },
        summary: { kind: 'message', text: `${WORDS.summary}{{ city }}.` },
      },
    },
  })
}

export const STEPS = ['greet', 'tap', 'answer'] as const
export type Step = (typeof STEPS)[number]

/** What a reply is, read from the body that was sent to the Graph API; undefined when it is none of ours. */
export function replyOf(body: unknown): Step | undefined {
  const sent = body as { type?: string; text?: { body?: string }; interactive?: { type?: string } }
  if (sent.type === 'interactive') return 'greet'
  const text = sent.text?.body ?? ''
  if (text === WORDS.question) return 'tap'
  return text.startsWith(WORDS.summary) ? 'answer' : undefined
}

/** The reply of a program that does not think: by the form of what it heard. */
export function cannedReply(message: {
  readonly from: string
  readonly type: string
  readonly text?: { readonly body: string }
}): object {
  const head = { messaging_product: 'whatsapp', recipient_type: 'individual', to: message.from }
  if (message.type === 'interactive') return { ...head, type: 'text', text: { body: WORDS.question } }
  if (message.text?.body.startsWith(GREETING)) {
    const buttons = WORDS.buttons.map(([id, title]) => ({
      type: 'reply',
      reply: { id: wireId('menu', id), title },
    }))
    const interactive = { type: 'button', body: { text: WORDS.menu }, action: { buttons } }
    return { ...head, type: 'interactive', interactive }
  }
  return { ...head, type: 'text', text: { body: `${WORDS.summary}${message.text?.body ?? ''}.` } }
}
