import type { FlowNode } from '#core/flow/definition.ts'

type What = 'member' | 'team' | 'segment' | 'number'
type Meant = { readonly ref: string; readonly name: string }

/** A step as it may leave: no id of a colleague, team, segment or number, and no name of a colleague or number. */
export function withoutMeant(node: FlowNode): FlowNode {
  return mapMeant(node, (what, { name }) => ({
    ref: '',
    name: what === 'team' || what === 'segment' ? name : '',
  }))
}

/** A step with the teams and segments that are here by the names in it; what is not found stays unchosen, for the checker to say. */
export function withMeant(
  node: FlowNode,
  here: {
    readonly teams: readonly { readonly id: string; readonly name: string }[]
    readonly segments: readonly { readonly id: string; readonly name: string }[]
  },
): FlowNode {
  return mapMeant(node, (what, meant) => {
    const known = what === 'team' ? here.teams : what === 'segment' ? here.segments : []
    return { ...meant, ref: known.find(({ name }) => name === meant.name)?.id ?? '' }
  })
}

function mapMeant(node: FlowNode, to: (what: What, meant: Meant) => Meant): FlowNode {
  if (node.kind === 'action') {
    const actions = node.actions.map((action) => {
      if (action.do !== 'assign' && action.do !== 'notify') return action
      return action.to === 'assigned' ? action : { ...action, ...to(action.to, action) }
    })
    return { ...node, actions }
  }
  if (node.kind !== 'condition') return node
  const groups = node.when.groups.map((group) => ({
    ...group,
    rules: group.rules.map((rule) => {
      if (rule.fact === 'segment' || rule.fact === 'number') return { ...rule, ...to(rule.fact, rule) }
      return rule.fact === 'agent' && rule.of === 'team' ? { ...rule, ...to('team', rule) } : rule
    }),
  }))
  return { ...node, when: { ...node.when, groups } }
}
