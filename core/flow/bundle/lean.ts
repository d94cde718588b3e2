import { z } from 'zod'
import { FlowNode } from '#core/flow/definition.ts'

/** A step in the order of its schema, without what it holds by default, and with its ways in order: the same step, the same text. */
export function lean(node: FlowNode): Record<string, unknown> {
  const shape = SHAPES.get(node.kind) ?? {}
  const parsed: Readonly<Record<string, unknown>> = FlowNode.parse(node)
  return Object.fromEntries(
    Object.entries(parsed).flatMap(([key, value]) => {
      if (key === 'next') return isEmpty(value) ? [] : [[key, sorted(value as FlowNode['next'])]]
      return isDefault(shape[key], value) ? [] : [[key, value]]
    }),
  )
}

const SHAPES: ReadonlyMap<string, Readonly<Record<string, unknown>>> = new Map(
  FlowNode.options.map(({ shape }) => [shape.kind.value, shape]),
)

function isDefault(schema: unknown, value: unknown): boolean {
  return schema instanceof z.ZodDefault && JSON.stringify(schema.def.defaultValue) === JSON.stringify(value)
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

/** A record by its names, so that one more entry is one more line and moves no other. */
export function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).toSorted(([one], [other]) => (one < other ? -1 : 1)))
}
