import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { isObject } from '#core/base/json.ts'
import type { Language } from '#core/base/language.ts'
import { FlowNode, Layout, type NodeKind } from '#core/flow/definition.ts'
import { outletsOf } from '#core/flow/outlets.ts'

/** What each kind of step holds and where it leads, from its own schema and its own ways out. */

const ROOT = join(import.meta.dirname, '..')

export function stepsPathOf(language: Language): string {
  return join(ROOT, `docs/steps.${language}.md`)
}

const WORDS = {
  id: {
    title: 'Langkah flow',
    note: 'Halaman ini dicetak dari program oleh `node scripts/print-docs.ts`; jangan diubah dengan tangan.',
    about:
      'Setiap langkah punya jalur, dan isi seperti yang tertulis di berkas ekspor. Isi yang bertanda * selalu ada.',
    ways: 'Jalur',
    none: 'tidak ada; langkah ini mengakhiri percakapan bot',
    holds: ['Isi', 'Bentuk', 'Batas'],
    most: 'paling banyak',
    notes:
      'Kata-kata untuk tim di kanvas, yang tidak pernah sampai ke pelanggan. Isinya ada di `layout.notes`.',
    groups: 'Bingkai di sekeliling langkah yang sepaket; isinya ikut pindah. Isinya ada di `layout.groups`.',
  },
  en: {
    title: 'Steps of a flow',
    note: 'This page is printed from the program by `node scripts/print-docs.ts`; do not edit it by hand.',
    about:
      'Each step has exits, and holds what stands in an exported file. What is marked * is always there.',
    ways: 'Exits',
    none: 'none; this step ends the bot’s part',
    holds: ['Holds', 'Form', 'Limits'],
    most: 'at most',
    notes: 'Words for the team on the canvas, which no customer ever gets. They stand in `layout.notes`.',
    groups:
      'A frame around steps that belong together; what lies in it moves along. They stand in `layout.groups`.',
  },
} as const

/** One of each kind with all its ways open. */
const SAMPLES: Readonly<Record<NodeKind, object>> = {
  start: {},
  message: { text: 'x', buttons: [{ id: 'b', title: '…' }], timeout: { amount: 1, unit: 'hour' } },
  template: {
    template: {
      name: 't',
      language: 'id',
      category: 'UTILITY',
      body: { text: 'x' },
      buttons: [{ kind: 'reply', text: '…' }],
    },
    timeout: { amount: 1, unit: 'hour' },
  },
  question: {
    answer: 'choice',
    options: [{ id: 'o', title: '…' }],
    skip: ['lewati'],
    timeout: { amount: 1, unit: 'hour' },
  },
  condition: { when: { match: 'all', groups: [{ match: 'all', rules: [{ fact: 'window', is: 'open' }] }] } },
  action: {},
  http: {},
  email: {},
  handover: {},
  wait: { wait: { kind: 'date', clock: '08:00' } },
  goto: {},
  subflow: {},
  foreach: {},
  split: {
    branches: [
      { id: 'a', title: '…', weight: 1 },
      { id: 'b', title: '…', weight: 1 },
    ],
  },
}

export function stepsPageIn(language: Language): string {
  const words = WORDS[language]
  const said: Record<string, string> = JSON.parse(
    readFileSync(join(ROOT, `web/flow/locales/${language}.json`), 'utf8'),
  )
  const kinds = FlowNode.options.map((schema) => {
    const kind = schema.shape.kind.value
    const ways = outletsOf(FlowNode.parse({ kind, ...SAMPLES[kind] })).map(({ word, title }) =>
      title === null || title === '' ? wayWord(kind, word, said) : `“${title}”`,
    )
    return [
      `## ${said[`kind.${kind}`]} (\`${kind}\`)`,
      `${said[`kind.${kind}.hint`]}.`,
      `**${words.ways}:** ${ways.length > 0 ? [...new Set(ways)].join(' · ') : words.none}`,
      table(words.holds, rowsOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), words.most)),
    ].join('\n\n')
  })
  return [`# ${words.title}`, words.note, words.about, ...kinds, ...drawnIn(language, said), ''].join('\n\n')
}

/** What stands on the canvas beside the steps. */
function drawnIn(language: Language, said: Readonly<Record<string, string>>): string[] {
  const words = WORDS[language]
  const canvas: Record<string, string> = JSON.parse(
    readFileSync(join(ROOT, `web/flow/locales/canvas.${language}.json`), 'utf8'),
  )
  const layout = z.toJSONSchema(Layout, { io: 'input', unrepresentable: 'any' }).properties
  const titles = { notes: said['palette.note'], groups: canvas['frame.add'] }
  return (['notes', 'groups'] as const).map((part) => {
    const list = layout?.[part]
    const items = isObject(list) ? list.items : undefined
    return [
      `## ${titles[part]} (\`${part}\`)`,
      words[part],
      table(words.holds, rowsOf(items, words.most)),
    ].join('\n\n')
  })
}

function wayWord(kind: NodeKind, word: string, said: Readonly<Record<string, string>>): string {
  if (word === 'timeout' && kind === 'http') return said['exit.late'] ?? ''
  if (word === 'invalid') return said['exit.wrong'] ?? ''
  return said[`exit.${word}`] ?? ''
}

/** Parts that every step has, which need no row. */
const SHARED = ['kind', 'name', 'next']

function rowsOf(schema: unknown, most: string): string[][] {
  if (!isObject(schema) || !isObject(schema.properties)) return []
  const required = Array.isArray(schema.required) ? schema.required : []
  return Object.entries(schema.properties)
    .filter(([name]) => !SHARED.includes(name))
    .map(([name, part]) => [
      `\`${name}\`${required.includes(name) ? ' *' : ''}`,
      formOf(part),
      limitOf(part, most),
    ])
}

function formOf(part: unknown): string {
  if (!isObject(part)) return ''
  if (Array.isArray(part.enum)) return part.enum.map((value) => `\`${String(value)}\``).join(' · ')
  if (part.const !== undefined) return `\`${String(part.const)}\``
  const choices = part.anyOf ?? part.oneOf
  if (Array.isArray(choices)) return [...new Set(choices.map(formOf))].join(' / ')
  if (part.type === 'array') return `[ ${formOf(part.items)} ]`
  if (isObject(part.properties)) {
    const parts = Object.entries(part.properties).map(([name, inner]) =>
      isObject(inner) && inner.const !== undefined ? `${name}: ${formOf(inner)}` : name,
    )
    return `{ ${parts.join(', ')} }`
  }
  return typeof part.type === 'string' ? part.type : ''
}

function limitOf(part: unknown, most: string): string {
  if (!isObject(part)) return ''
  if (typeof part.maxItems === 'number') return `${most} ${part.maxItems}`
  if (typeof part.maxLength === 'number') return `${most} ${part.maxLength}`
  if (typeof part.minimum === 'number' && typeof part.maximum === 'number' && Math.abs(part.minimum) < 1e15)
    return `${part.minimum}–${part.maximum}`
  return ''
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
