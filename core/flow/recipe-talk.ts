import type { Language } from '#core/base/language.ts'
import type { Millis } from '#core/base/time.ts'
import type { Definition } from '#core/flow/definition.ts'
import type { RecipeName } from '#core/flow/recipes.ts'
import { playScript } from '#core/flow/trial/play.ts'
import { SCRIPT_STEPS_MAX, Script, type Step } from '#core/flow/trial/script.ts'
import { READY_WORDS } from '#core/flow/words/ready.ts'
import { RECIPE_WORDS } from '#core/flow/words/recipes.ts'

/** What a customer does first with a ready bot, so that its whole way is seen before it is used. */
export function openingOf(key: RecipeName, language: Language): Step[] {
  const words = { ...RECIPE_WORDS[language], ...READY_WORDS[language] }
  const { greeting, faq, lead, hours, order, feedback, appointment } = words
  const said = SAID[language]
  switch (key) {
    case 'blank':
      return []
    case 'greeting':
      return [{ says: greeting.keywords[0] }, { taps: greeting.buttons[0] }]
    case 'hours':
      return [{ says: hours.keywords[0] }, { taps: hours.menuTitle }]
    case 'faq':
      return [{ says: faq.keywords[0] }, { taps: faq.items[0][1] }, { taps: faq.no }]
    case 'lead':
      return [
        { says: lead.keywords[0] },
        { says: CUSTOMER },
        { says: 'dewi@example.com' },
        { taps: lead.needs[0] },
        { says: '5000000' },
      ]
    case 'order':
      return [{ says: order.keywords[0] }, { says: 'KS-2041' }]
    case 'appointment':
      return [{ says: said.book }, { starts: true }, { taps: appointment.come }]
    case 'feedback':
      return [{ says: feedback.keywords[0] }, { taps: feedback.good }, { says: feedback.skip }]
  }
}

const CUSTOMER = 'Dewi Lestari'
const SAID = {
  id: { book: 'Boleh janji hari Sabtu pukul 10?', when: 'Sabtu, 10.00' },
  en: { book: 'May I come on Saturday at 10?', when: 'Saturday, 10 am' },
} as const

/** One thing of a talk on a phone: what was said, by whom; or why nothing is said any more. */
export type Line =
  | { readonly kind: 'customer'; readonly text: string; readonly at: Millis }
  | {
      readonly kind: 'bot'
      readonly text: string
      readonly taps: readonly string[]
      readonly isList: boolean
      readonly at: Millis
    }
  | { readonly kind: 'team' }
  | { readonly kind: 'silent' }

/** Ten on a Monday morning in Jakarta: every shop is open. */
const BEGINS = '2026-01-05T03:00:00Z'
/** As long as a person tries it out, no pause is waited for. */
export const TALK_STEPS_MAX = SCRIPT_STEPS_MAX

/** The talk that these steps of a customer come to, played by the interpreter as for customers. */
export function talkOf(
  steps: readonly Step[],
  { definition, business, language }: { definition: Definition; business: string; language: Language },
): Line[] {
  if (steps.length === 0) return []
  const workspace = { name: business, zone: 'Asia/Jakarta', language }
  const customer = { name: CUSTOMER, fields: { appointment: SAID[language].when } }
  const script = Script.parse({ name: 'talk', at: BEGINS, customer, steps: steps.slice(0, TALK_STEPS_MAX) })
  const played = playScript(script, { flow: 'recipe', definition, others: [], workspace })
  return played.flatMap(({ step, spoken, outcome, now, unheard }): Line[] => {
    const act = 'says' in step ? step.says : 'taps' in step ? step.taps : undefined
    const bubbles = spoken.map(
      ({ text, taps }): Line => ({
        ...{ kind: 'bot', text, at: now },
        taps: taps.map(({ title }) => title),
        isList: taps.some(({ from }) => from === 'list'),
      }),
    )
    const ends: Line[] =
      outcome === 'handed-over' ? [{ kind: 'team' }] : unheard === 'paused' ? [{ kind: 'silent' }] : []
    return [
      ...(act === undefined ? [] : [{ kind: 'customer' as const, text: act, at: now }]),
      ...bubbles,
      ...ends,
    ]
  })
}
