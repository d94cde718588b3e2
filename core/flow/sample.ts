import type { z } from 'zod'
import type { Language } from '#core/base/language.ts'
import { FlowFile, type FlowNode } from '#core/flow/definition.ts'
import { SAMPLE_WORDS } from '#core/flow/words/sample.ts'

/** The sample bot: a coffee shop that greets, shows its menu, asks for an order number and hands over to people. */
export function sampleFlow(language: Language): FlowFile {
  const words = SAMPLE_WORDS[language]
  const nodes: Record<string, Drawn> = {}
  const at: Record<string, { x: number; y: number }> = {}
  for (const [id, place, node] of steps(words)) {
    nodes[id] = { ...node, name: words.steps[id] }
    at[id] = { x: place[0] * COLUMN, y: place[1] * ROW }
  }
  return FlowFile.parse({
    wetalk: 'flow',
    format: 1,
    name: words.name,
    definition: { format: 1, start: 'start', nodes },
    layout: { at, notes: [{ id: 'note1', x: 0, y: -ROW, text: words.note }] },
  })
}

const COLUMN = 360
const ROW = 120

type Words = (typeof SAMPLE_WORDS)[Language]
type StepId = keyof Words['steps']
type Drawn = z.input<typeof FlowNode>
/** A step: its id, its column and row, itself. */
type Step = readonly [StepId, readonly [number, number], Drawn]

function steps(words: Words): Step[] {
  return [...opening(words), ...menuBranch(words), ...orderBranch(words), ...teamBranch(words)]
}

function opening(words: Words): Step[] {
  const [menu, order, person] = words.greetButtons
  return [
    [
      'start',
      [0, 2],
      {
        kind: 'start',
        keywords: [...words.keywords],
        match: 'begins',
        welcome: true,
        fallback: true,
        next: { next: 'greet' },
      },
    ],
    [
      'greet',
      [1, 2],
      {
        kind: 'message',
        text: words.greet,
        footer: words.greetFooter,
        buttons: [
          { id: 'menu', title: menu },
          { id: 'order', title: order },
          { id: 'person', title: person },
        ],
        next: { 'button:menu': 'menu', 'button:order': 'ask_order', 'button:person': 'hours' },
      },
    ],
  ]
}

function menuBranch(words: Words): Step[] {
  const row = (id: keyof Words['rows']) => ({ id, title: words.rows[id][0], description: words.rows[id][1] })
  const called: Drawn = {
    kind: 'question',
    text: words.askName,
    answer: 'text',
    field: 'customer_name',
    min: 2,
    max: 40,
    retryText: words.askNameRetry,
    timeout: { amount: 30, unit: 'minute' },
    skip: [words.skip],
    next: { answered: 'thanks', skip: 'thanks', invalid: 'thanks' },
  }
  return [
    [
      'menu',
      [2, -2],
      {
        kind: 'message',
        text: words.menu,
        list: {
          button: words.menuButton,
          sections: [
            { title: words.sections[0], rows: [row('kopi_susu'), row('americano'), row('cappuccino')] },
            { title: words.sections[1], rows: [row('teh_tarik'), row('cokelat')] },
            { title: words.sections[2], rows: [row('pisang')] },
          ],
        },
        next: {
          'row:kopi_susu': 'coffee',
          'row:americano': 'coffee',
          'row:cappuccino': 'coffee',
          'row:teh_tarik': 'ask_name',
          'row:cokelat': 'ask_name',
          'row:pisang': 'ask_name',
        },
      },
    ],
    [
      'coffee',
      [3, -4],
      { kind: 'action', actions: [{ do: 'addTag', tag: words.coffeeTag }], next: { next: 'ask_name' } },
    ],
    ['ask_name', [4, -2], called],
    ['thanks', [5, -2], { kind: 'message', text: words.thanks, next: { next: 'linger' } }],
    [
      'linger',
      [6, -2],
      {
        kind: 'wait',
        wait: { kind: 'for', length: { amount: 3, unit: 'hour' } },
        next: { next: 'still_open' },
      },
    ],
    [
      'still_open',
      [7, -2],
      {
        kind: 'condition',
        when: {
          match: 'all',
          groups: [
            { match: 'all', rules: [{ fact: 'window', is: 'open', left: { amount: 1, unit: 'hour' } }] },
          ],
        },
        next: { yes: 'follow_up', no: 'missed' },
      },
    ],
    ['follow_up', [8, -4], { kind: 'message', text: words.followUp }],
    ['missed', [8, 0], { kind: 'action', actions: [{ do: 'addTag', tag: words.missedTag }] }],
  ]
}

function orderBranch(words: Words): Step[] {
  return [
    [
      'ask_order',
      [2, 4],
      {
        kind: 'question',
        text: words.askOrder,
        answer: 'text',
        field: 'order_no',
        pattern: '(?i)ks-\\d{4}',
        retryText: words.askOrderRetry,
        timeout: { amount: 15, unit: 'minute' },
        next: { answered: 'order_seen', invalid: 'order_unclear', timeout: 'order_later' },
      },
    ],
    [
      'order_seen',
      [3, 2],
      { kind: 'action', actions: [{ do: 'addTag', tag: words.orderTag }], next: { next: 'hours' } },
    ],
    ['order_unclear', [3, 4], { kind: 'message', text: words.orderUnclear, next: { next: 'hours' } }],
    ['order_later', [3, 6], { kind: 'message', text: words.orderLater }],
  ]
}

function teamBranch(words: Words): Step[] {
  return [
    [
      'hours',
      [4, 4],
      {
        kind: 'condition',
        when: {
          match: 'all',
          groups: [
            {
              match: 'all',
              rules: [
                {
                  fact: 'time',
                  is: 'within',
                  from: '08:00',
                  to: '20:00',
                  days: [1, 2, 3, 4, 5, 6],
                  zone: 'Asia/Jakarta',
                },
              ],
            },
          ],
        },
        next: { yes: 'team_now', no: 'team_later' },
      },
    ],
    ['team_now', [5, 3], { kind: 'handover', text: words.teamNow, note: words.teamNowNote }],
    ['team_later', [5, 5], { kind: 'handover', text: words.teamLater, note: words.teamLaterNote }],
  ]
}
