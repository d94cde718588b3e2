import type { FlowNode } from '#core/flow/definition.ts'

/** A step with its tags by other names: those that it gives, takes, asks for or begins at. */
export function withTags(node: FlowNode, to: (tag: string) => string): FlowNode {
  switch (node.kind) {
    case 'start':
      return {
        ...node,
        ...(node.tags && { tags: node.tags.map(to) }),
        ...(node.schedule && { schedule: { ...node.schedule, tags: node.schedule.tags.map(to) } }),
      }
    case 'action':
      return {
        ...node,
        actions: node.actions.map((action) =>
          action.do === 'addTag' || action.do === 'removeTag' ? { ...action, tag: to(action.tag) } : action,
        ),
      }
    case 'condition':
      return {
        ...node,
        when: {
          ...node.when,
          groups: node.when.groups.map((group) => ({
            ...group,
            rules: group.rules.map((rule) => (rule.fact === 'tag' ? { ...rule, tag: to(rule.tag) } : rule)),
          })),
        },
      }
    default:
      return node
  }
}
