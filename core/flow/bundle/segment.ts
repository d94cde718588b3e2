import { SegmentWhen } from '#core/flow/segment.ts'

/** A segment's rules with its fields and tags by other names, in the order of their form. */
export function renamedSegment(
  { match, rules }: SegmentWhen,
  to: { readonly field: (name: string) => string; readonly tag: (tag: string) => string },
): SegmentWhen {
  return SegmentWhen.parse({
    match,
    rules: rules.map((rule) =>
      rule.fact === 'tag' ? { ...rule, tag: to.tag(rule.tag) } : { ...rule, field: to.field(rule.field) },
    ),
  })
}
