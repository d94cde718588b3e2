import { z } from 'zod'
import { isZone } from '#core/base/zone.ts'
import { holds, rulesOf } from '#core/flow/condition.ts'
import type { Kind, Reference } from '#core/flow/kind.ts'
import { nodeBase } from '#core/flow/nodes/base.ts'
import { Condition, type Rule } from '#core/flow/rule.ts'

/** Parts the ways by what is known. Outlets: `yes` · `no` (otherwise). */
export const ConditionNode = z.object({ kind: z.literal('condition'), ...nodeBase, when: Condition })
export type ConditionNode = z.infer<typeof ConditionNode>

export const conditionKind: Kind<ConditionNode> = {
  enter: (node, scene) => ({ to: 'outlet', outlet: holds(node.when, scene) ? 'yes' : 'no' }),
  refs: (node) => {
    const rules = rulesOf(node.when)
    return {
      fields: rules.flatMap((rule) => (rule.fact === 'field' ? [rule.field] : [])),
      texts: rules.flatMap((rule) => (rule.fact === 'field' ? [rule.value, rule.upTo ?? ''] : [])),
      formulas: rules.flatMap((rule) =>
        rule.fact === 'formula' ? [{ text: rule.formula, wanted: 'boolean' as const }] : [],
      ),
      tags: rules.flatMap((rule) => (rule.fact === 'tag' ? [rule.tag] : [])),
      segments: rules.filter((rule) => rule.fact === 'segment'),
      teams: rules.filter((rule) => rule.fact === 'agent' && rule.of === 'team').filter(isReference),
      numbers: rules
        .filter((rule) => rule.fact === 'number' && (rule.is === 'is' || rule.is === 'not'))
        .filter(isReference),
      hours: rules.some(({ fact }) => fact === 'hours'),
    }
  },
  check: (node, report) => {
    for (const rule of rulesOf(node.when)) {
      if (rule.fact === 'time' && !isZone(rule.zone)) report('zone-unknown', { zone: rule.zone })
    }
  },
}

function isReference(rule: Rule): rule is Extract<Rule, Reference> {
  return 'ref' in rule
}
