import type { FlowNode } from '#core/flow/definition.ts'

type What = 'member' | 'team' | 'segment' | 'number'
type Meant = { readonly ref: string; readonly name: string }

/** A step as it may leave: no id of a colleague, team, segment or number, and no name of a colleague or number; `present`: names of teams and segments by id. */
export function withoutMeant(node: FlowNode, present: ReadonlyMap<string, string> = new Map()): FlowNode {
  return mapMeant(node, (what, { ref, name }) => ({
    ref: '',
    name: what === 'team' || what === 'segment' ? (present.get(ref) ?? name) : '',
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
    const isMeant = isNamed(what, meant.name)
    return { ...meant, ref: known.find(({ name }) => isMeant(name))?.id ?? '' }
  })
}

/** Segments are told apart without regard to case. */
function isNamed(what: What, wanted: string): (name: string) => boolean {
  if (what !== 'segment') return (name) => name === wanted
  return (name) => segmentKey(name) === segmentKey(wanted)
}

export function segmentKey(name: string): string {
  return name.toLowerCase()
}

/** The ids of the segments that a step asks for. */
export function segmentsIn(node: FlowNode): string[] {
  const found: string[] = []
  mapMeant(node, (what, meant) => {
    if (what === 'segment') found.push(meant.ref)
    return meant
  })
  return found
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
