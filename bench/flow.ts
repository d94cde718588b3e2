import { advance } from '#core/flow/advance.ts'
import { checkFlow } from '#core/flow/check.ts'
import { Definition } from '#core/flow/definition.ts'
import type { Facts, Happening, Run } from '#core/flow/run.ts'
import { median } from './cost.ts'
import type { Line } from './report.ts'

const NOW = 1_760_000_000_000
const WARM_TALKS = 5000
const TALKS = 20_000
const STEPS = 2000
const CHECKS = 21

/** A talk in which the customer answers once: text, a condition, a question, what is kept, text. */
const TALK = Definition.parse({
  format: 1,
  start: 'start',
  nodes: {
    start: { kind: 'start', next: { next: 'hello' } },
    hello: { kind: 'message', text: 'Halo {{ first_name }}', next: { next: 'known' } },
    known: {
      kind: 'condition',
      when: { match: 'all', groups: [{ match: 'all', rules: [{ fact: 'tag', tag: 'vip', is: 'has' }] }] },
      next: { yes: 'ask', no: 'ask' },
    },
    ask: {
      kind: 'question',
      text: 'Dari kota mana?',
      answer: 'text',
      field: 'city',
      next: { answered: 'mark' },
    },
    mark: { kind: 'action', actions: [{ do: 'addTag', tag: 'kota' }], next: { next: 'thanks' } },
    thanks: { kind: 'message', text: 'Terima kasih, {{ city }} dicatat.' },
  },
})
const FACTS: Facts = {
  now: NOW,
  random: () => 0,
  person: { name: 'Sari Dewi', phone: '628123456789', fields: {}, tags: [], lastInboundAt: NOW },
  workspace: { name: 'Kopi Senja', zone: 'Asia/Jakarta', language: 'id' },
  definitionOf: () => TALK,
  publishedOf: () => undefined,
}
const START: Happening = { kind: 'start', version: 'v1' }
const ANSWER: Happening = { kind: 'message', content: { kind: 'text', text: 'Bandung' } }

/** The interpreter and the checker by themselves, without database or network. */
export function flowLines(): Line[] {
  talk(WARM_TALKS)
  const before = process.cpuUsage()
  const steps = talk(TALKS)
  const { user, system } = process.cpuUsage(before)
  const large = largeFlow()
  const checks = Array.from({ length: 2 * CHECKS }, () => {
    const startedAt = performance.now()
    checkFlow(large, { fields: [], flows: [] })
    return performance.now() - startedAt
  })
  return [
    {
      name: 'steps of a flow per CPU second',
      figure: (steps / (user + system)) * 1e6,
      unit: '',
      bar: { least: 200_000 },
    },
    {
      name: `checking a flow of ${STEPS} steps, median`,
      figure: median(checks.slice(CHECKS)),
      unit: 'ms',
      bar: { most: 50 },
    },
  ]
}

/** So many talks; the steps that were walked. */
function talk(times: number): number {
  let steps = 0
  for (let n = 0; n < times; n++) {
    let run: Run | null = null
    for (const happening of [START, ANSWER]) {
      const result = advance(run, happening, FACTS)
      run = result.run
      steps += result.trace.length
    }
  }
  return steps
}

function largeFlow(): Definition {
  const nodes = Object.fromEntries(
    Array.from({ length: STEPS - 1 }, (_, n) => [`s${n}`, stepOf(n, n + 1 < STEPS - 1 ? `s${n + 1}` : 's0')]),
  )
  return Definition.parse({
    format: 1,
    start: 'start',
    nodes: { start: { kind: 'start', next: { next: 's0' } }, ...nodes },
  })
}

function stepOf(n: number, next: string): object {
  if (n % 2 === 0)
    return { kind: 'question', text: `Pertanyaan ${n}?`, answer: 'text', next: { answered: next } }
  const buttons = [
    { id: 'a', title: 'Lanjut' },
    { id: 'b', title: 'Ulangi' },
  ]
  return {
    kind: 'message',
    text: `Langkah ${n}: halo {{ first_name }}`,
    buttons,
    next: { 'button:a': next, 'button:b': 's0' },
  }
}
