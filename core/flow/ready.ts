import type { z } from 'zod'
import type { Language } from '#core/base/language.ts'
import type { FlowNode } from '#core/flow/definition.ts'
import type { READY_WORDS } from '#core/flow/words/ready.ts'

type Words = (typeof READY_WORDS)[Language]
type Drawn = z.input<typeof FlowNode>
type Nodes = Record<string, Drawn>

const HOUR = { amount: 1, unit: 'hour' } as const
const SHOP_HOURS = {
  fact: 'time',
  is: 'within',
  from: '08:00',
  to: '20:00',
  days: [1, 2, 3, 4, 5, 6],
  zone: 'Asia/Jakarta',
} as const

/** Ready bots that a shop can use after changing the words: their steps, in one language. */
export const READY = {
  hours: ({ hours }: Words): Nodes => ({
    start: { kind: 'start', keywords: [...hours.keywords], match: 'contains', next: { next: 'clock' } },
    clock: {
      kind: 'condition',
      when: {
        match: 'all',
        groups: [{ match: 'all', rules: [{ ...SHOP_HOURS, days: [...SHOP_HOURS.days] }] }],
      },
      next: { yes: 'open', no: 'closed' },
    },
    open: {
      kind: 'message',
      text: hours.open,
      buttons: [
        { id: 'menu', title: hours.menuTitle },
        { id: 'place', title: hours.placeTitle },
        { id: 'person', title: hours.personTitle },
      ],
      next: { 'button:menu': 'menu', 'button:place': 'place', 'button:person': 'team' },
    },
    closed: {
      kind: 'message',
      text: hours.closed,
      buttons: [
        { id: 'menu', title: hours.menuTitle },
        { id: 'place', title: hours.placeTitle },
        { id: 'leave', title: hours.leaveTitle },
      ],
      next: { 'button:menu': 'menu', 'button:place': 'place', 'button:leave': 'leave' },
    },
    menu: { kind: 'message', text: hours.menu },
    place: { kind: 'message', text: hours.place },
    leave: {
      kind: 'question',
      text: hours.leave,
      field: 'left_message',
      timeout: HOUR,
      next: { answered: 'left', invalid: 'late', timeout: 'late' },
    },
    late: { kind: 'message', text: hours.late },
    left: { kind: 'handover', text: hours.left, note: hours.leaveNote },
    team: { kind: 'handover', text: hours.late },
  }),
  appointment: ({ appointment }: Words): Nodes => ({
    start: { kind: 'start', tags: [appointment.trigger], next: { next: 'window' } },
    window: {
      kind: 'condition',
      when: { match: 'all', groups: [{ match: 'all', rules: [{ fact: 'window', is: 'open', left: HOUR }] }] },
      next: { yes: 'remind', no: 'shut' },
    },
    remind: {
      kind: 'message',
      text: appointment.remind,
      buttons: [
        { id: 'come', title: appointment.come },
        { id: 'move', title: appointment.move },
      ],
      timeout: HOUR,
      next: { 'button:come': 'mark', 'button:move': 'ask', other: 'silent', timeout: 'silent' },
    },
    mark: { kind: 'action', actions: [{ do: 'addTag', tag: appointment.comeTag }], next: { next: 'come' } },
    come: { kind: 'message', text: appointment.comeText },
    ask: {
      kind: 'question',
      text: appointment.ask,
      field: 'appointment',
      min: 3,
      max: 100,
      timeout: HOUR,
      next: { answered: 'moved', invalid: 'silent', timeout: 'silent' },
    },
    moved: { kind: 'handover', text: appointment.moved, note: appointment.movedNote },
    silent: { kind: 'handover', note: appointment.silent },
    shut: { kind: 'handover', note: appointment.shut },
  }),
  order: ({ order }: Words): Nodes => ({
    start: { kind: 'start', keywords: [...order.keywords], match: 'contains', next: { next: 'ask' } },
    ask: {
      kind: 'question',
      text: order.ask,
      field: 'order_no',
      pattern: '[A-Za-z0-9-]{3,20}',
      retryText: order.retry,
      timeout: HOUR,
      next: { answered: 'found', invalid: 'lost', timeout: 'lost' },
    },
    found: { kind: 'handover', text: order.thanks, note: order.note },
    lost: { kind: 'handover', note: order.lostNote },
  }),
  feedback: ({ feedback }: Words): Nodes => ({
    start: {
      kind: 'start',
      keywords: [...feedback.keywords],
      match: 'contains',
      events: [feedback.event],
      next: { next: 'ask' },
    },
    ask: {
      kind: 'question',
      text: feedback.ask,
      answer: 'choice',
      field: 'rating',
      options: [
        { id: 'good', title: feedback.good },
        { id: 'fair', title: feedback.fair },
        { id: 'bad', title: feedback.bad },
      ],
      timeout: { amount: 12, unit: 'hour' },
      next: { answered: 'praise', 'option:bad': 'mark', invalid: 'thanks' },
    },
    praise: {
      kind: 'question',
      text: feedback.praise,
      field: 'feedback',
      skip: [feedback.skip],
      timeout: HOUR,
      next: { answered: 'thanks', skip: 'thanks', invalid: 'thanks' },
    },
    mark: { kind: 'action', actions: [{ do: 'addTag', tag: feedback.tag }], next: { next: 'sorry' } },
    sorry: {
      kind: 'question',
      text: feedback.sorry,
      field: 'feedback',
      timeout: HOUR,
      next: { answered: 'team', invalid: 'team', timeout: 'team' },
    },
    thanks: { kind: 'message', text: feedback.thanks },
    team: { kind: 'handover', text: feedback.sorryThanks, note: feedback.note },
  }),
} as const satisfies Record<string, (words: Words) => Nodes>
