import { sorted } from '#core/flow/bundle/lean.ts'
import { Script } from '#core/flow/trial/script.ts'

/** Who stands in a file for the customer with whom a test was recorded. */
const STAND_IN = { name: 'Dewi', phone: '6281234567890' } as const

/**
 * A test as it may leave the workspace: the customer's name and number are a stand-in's, also where the bot says them, and only fields
 * that the flow names are told. What the customer said stays: it is the test.
 */
export function withoutCustomer(script: Script, isUsed: (field: string) => boolean): Script {
  const { name, phone } = script.customer
  const first = name.trim().split(/\s+/, 1)[0] ?? ''
  const swaps: [string, string][] = [
    [name.trim(), STAND_IN.name],
    [first.length >= 3 ? first : '', STAND_IN.name],
    [phone, STAND_IN.phone],
  ]
  const told = inTexts(script.steps, (text) => swaps.reduce(swap, text)) as Script['steps'] // texts alone change
  const fields = Object.fromEntries(Object.entries(script.customer.fields).filter(([key]) => isUsed(key)))
  const phoneTo = phone === '' ? '' : STAND_IN.phone
  return {
    ...script,
    customer: { ...script.customer, name: name === '' ? '' : STAND_IN.name, phone: phoneTo, fields },
    steps: told,
  }
}

function swap(text: string, [from, to]: [string, string]): string {
  if (from === '' || from === to) return text
  const word = from.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${word}(?![\\p{L}\\p{N}])`, 'gu'), () => to)
}

/** A test with its fields and tags by other names, in the order of its form. */
export function renamedScript(
  script: Script,
  to: { readonly field: (name: string) => string; readonly tag: (tag: string) => string },
): Script {
  const { customer, steps } = script
  const tagTo = (tag: string) => (tag.startsWith('!') ? `!${to.tag(tag.slice(1))}` : to.tag(tag))
  const byField = <T>(record: Readonly<Record<string, T>>) =>
    sorted(Object.fromEntries(Object.entries(record).map(([name, value]) => [to.field(name), value])))
  return Script.parse({
    ...script,
    customer: { ...customer, fields: byField(customer.fields), tags: customer.tags.map(to.tag) },
    steps: steps.map(({ expect, ...act }) => {
      if (!expect) return act
      const { fields, tags } = expect
      return {
        ...act,
        expect: {
          ...expect,
          ...(fields && { fields: byField(fields) }),
          ...(tags && { tags: tags.map(tagTo) }),
        },
      }
    }),
  })
}

function inTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((each) => inTexts(each, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, KEPT.has(key) ? inner : inTexts(inner, change)]),
  )
}
/** What is no text of the talk. */
const KEPT: ReadonlySet<string> = new Set(['node', 'by', 'outcome', 'refused', 'waits', 'sends'])
