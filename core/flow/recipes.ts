import type { z } from 'zod'
import type { Language } from '#core/base/language.ts'
import { FlowFile, type FlowNode } from '#core/flow/definition.ts'
import { tidy } from '#core/flow/layout.ts'
import { READY } from '#core/flow/ready.ts'
import { READY_WORDS } from '#core/flow/words/ready.ts'
import { RECIPE_WORDS } from '#core/flow/words/recipes.ts'

const RECIPES = ['blank', 'greeting', 'hours', 'faq', 'lead', 'order', 'appointment', 'feedback'] as const
export type RecipeName = (typeof RECIPES)[number]
export type Recipe = { readonly key: RecipeName; readonly about: string; readonly file: FlowFile }

/** Flows to begin from: an empty one, and ready bots of what small shops ask for most. */
export function recipesOf(language: Language): Recipe[] {
  return RECIPES.map((key) => recipeOf(key, language))
}

export function recipeOf(key: RecipeName, language: Language): Recipe {
  const words = { ...RECIPE_WORDS[language], ...READY_WORDS[language] }
  const { name, about } = words[key]
  const drawn = FlowFile.parse({
    wetalk: 'flow',
    format: 1,
    name,
    definition: { format: 1, start: 'start', nodes: NODES[key](words) },
  })
  return { key, about, file: { ...drawn, layout: { at: tidy(drawn.definition), notes: [] } } }
}

type Words = (typeof RECIPE_WORDS)[Language] & (typeof READY_WORDS)[Language]
type Drawn = z.input<typeof FlowNode>

const NODES: { readonly [K in RecipeName]: (words: Words) => Record<string, Drawn> } = {
  blank: () => ({ start: { kind: 'start' } }),
  greeting: greetingNodes,
  faq: faqNodes,
  lead: leadNodes,
  ...READY,
}

const HOUR = { amount: 1, unit: 'hour' } as const

function greetingNodes({ greeting, team }: Words): Record<string, Drawn> {
  const [price, place, person] = greeting.buttons
  return {
    start: {
      kind: 'start',
      keywords: [...greeting.keywords],
      match: 'begins',
      welcome: true,
      fallback: true,
      next: { next: 'greet' },
    },
    greet: {
      kind: 'message',
      text: greeting.text,
      buttons: [
        { id: 'price', title: price },
        { id: 'place', title: place },
        { id: 'person', title: person },
      ],
      next: { 'button:price': 'price', 'button:place': 'place', 'button:person': 'team' },
    },
    price: { kind: 'message', text: greeting.price },
    place: { kind: 'message', text: greeting.place },
    team: { kind: 'handover', ...team },
  }
}

function faqNodes({ faq, team }: Words): Record<string, Drawn> {
  const nodes: Record<string, Drawn> = {
    start: { kind: 'start', keywords: [...faq.keywords], match: 'contains', next: { next: 'ask' } },
    ask: {
      kind: 'message',
      text: faq.text,
      list: {
        button: faq.button,
        sections: [
          { rows: [...faq.items.map(([id, title]) => ({ id, title })), { id: 'person', title: faq.person }] },
        ],
      },
      next: {
        ...Object.fromEntries(faq.items.map(([id]) => [`row:${id}`, id])),
        'row:person': 'team',
        other: 'team',
      },
    },
    more: {
      kind: 'message',
      text: faq.more,
      buttons: [
        { id: 'yes', title: faq.yes },
        { id: 'no', title: faq.no },
      ],
      next: { 'button:yes': 'ask', 'button:no': 'bye' },
    },
    bye: { kind: 'message', text: faq.bye },
    team: { kind: 'handover', ...team },
  }
  for (const [id, , answer] of faq.items)
    nodes[id] = { kind: 'message', text: answer, next: { next: 'more' } }
  return nodes
}

function leadNodes({ lead, team }: Words): Record<string, Drawn> {
  return {
    start: { kind: 'start', keywords: [...lead.keywords], match: 'contains', next: { next: 'name' } },
    name: {
      kind: 'question',
      text: lead.askName,
      field: 'customer_name',
      min: 2,
      max: 60,
      timeout: HOUR,
      next: { answered: 'email' },
    },
    email: {
      kind: 'question',
      text: lead.email,
      answer: 'email',
      field: 'email',
      skip: [lead.skip],
      timeout: HOUR,
      next: { answered: 'need', skip: 'need', invalid: 'need' },
    },
    need: {
      kind: 'question',
      text: lead.need,
      answer: 'choice',
      field: 'need',
      options: lead.needs.map((title, at) => ({ id: `need${at + 1}`, title })),
      timeout: HOUR,
      next: { answered: 'budget', invalid: 'budget' },
    },
    budget: {
      kind: 'question',
      text: lead.budget,
      answer: 'number',
      field: 'budget',
      min: 0,
      timeout: HOUR,
      next: { answered: 'mark', invalid: 'mark' },
    },
    mark: { kind: 'action', actions: [{ do: 'addTag', tag: lead.tag }], next: { next: 'thanks' } },
    thanks: { kind: 'message', text: lead.thanks, next: { next: 'team' } },
    team: { kind: 'handover', text: team.text, note: lead.note },
  }
}
