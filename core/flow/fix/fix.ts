import type { Language } from '#core/base/language.ts'
import type { World } from '#core/flow/check/world.ts'
import type { Definition, FlowNode } from '#core/flow/definition.ts'
import {
  addNode,
  connect,
  type Drawing,
  disconnect,
  putBefore,
  removeNodes,
  setNode,
} from '#core/flow/edit.ts'
import { listFrom } from '#core/flow/fix/choices.ts'
import { cutAt } from '#core/flow/fix/cut.ts'
import { withKnownFilter, withKnownName } from '#core/flow/fix/names.ts'
import type { FixName } from '#core/flow/fix/words.ts'
import { COLUMN } from '#core/flow/layout.ts'
import type { Problem, ProblemCode } from '#core/flow/problem.ts'
import { ownNode } from '#core/flow/step/turn.ts'
import { botWord } from '#core/flow/words/bot.ts'
import { LIMITS } from '#core/whatsapp/check.ts'

/** How a problem is mended: by one edit of the drawing, which undo takes back. */
export type Fix = {
  readonly name: FixName
  /** `freshId` gives the ids of new steps. */
  readonly apply: (drawing: Drawing, freshId: () => string) => Drawing
}
type Known = Pick<World, 'templates'> & {
  readonly language: Language
  /** Present names of the workspace's fields. */
  readonly names?: readonly string[]
}
type Make = (problem: Problem, node: FlowNode, known: Known) => Fix | null

/**
 * The one edit that mends a problem, or null where only a person can: words that are missing, a flow to choose. What the
 * edit cannot mend wholly (a ring of several rings) it makes smaller.
 */
export function fixOf(problem: Problem, definition: Definition, known: Known): Fix | null {
  const node = ownNode(definition, problem.node)
  return node ? (MAKERS[problem.code]?.(problem, node, known) ?? null) : null
}

const MAKERS: Partial<Record<ProblemCode, Make>> = {
  'window-leak': guardWindow,
  'window-leak-inside': (problem) => (problem.details.atOnce ? guardWindow(problem) : null),
  'way-dangling': cutWay,
  'way-unknown': cutWay,
  'way-missing': handOver,
  'dead-end': handOver,
  'start-twice': removeStep,
  unreachable: removeStep,
  'loop-endless': waitBetween,
  'loop-short': waitBetween,
  'question-endless': ({ node: id }) => patch('limitTime', id, { timeout: { amount: 12, unit: 'hour' } }),
  'mix-impossible': dropPart,
  'split-empty': splitEvenly,
  'range-empty': ({ node: id }, node) =>
    node.kind === 'question' ? patch('swapLimits', id, { min: node.max, max: node.min }) : null,
  'draft-refused': mendDraft,
  'template-changed': takeTemplate,
  'merge-unknown': takeName,
  'filter-unknown': takeFilter,
}

function patch(name: FixName, id: string, change: Readonly<Record<string, unknown>>): Fix {
  return { name, apply: (drawing) => setNode(drawing, { id, patch: change }) }
}

/** A condition in front: inside the window all goes on as before, outside of it this way ends. */
function guardWindow({ node: before }: Problem): Fix {
  const node: FlowNode = {
    kind: 'condition',
    name: '',
    next: {},
    when: { match: 'all', groups: [{ match: 'all', rules: [{ fact: 'window', is: 'open' }] }] },
  }
  return {
    name: 'guardWindow',
    apply: (drawing, freshId) => putBefore(drawing, { id: freshId(), node, outlet: 'yes', before }),
  }
}

function waitBetween({ node: before, path }: Problem): Fix {
  const node: FlowNode = {
    kind: 'wait',
    name: '',
    next: {},
    wait: { kind: 'for', length: { amount: 1, unit: 'hour' } },
  }
  return {
    name: 'waitBetween',
    apply: (drawing, freshId) =>
      putBefore(drawing, { id: freshId(), node, outlet: 'next', before, ...(path && { from: path }) }),
  }
}

function cutWay({ node: from, details: { outlet } }: Problem): Fix | null {
  if (typeof outlet !== 'string') return null
  return { name: 'cutWay', apply: (drawing) => disconnect(drawing, { from, outlet }) }
}

function removeStep({ node }: Problem): Fix {
  return { name: 'removeStep', apply: (drawing) => removeNodes(drawing, { ids: [node] }) }
}

/** Leads an open exit to people: to the step right of it that gives the chat to them, which is made where it is missing. */
function handOver({ node: from, details: { way } }: Problem): Fix | null {
  if (typeof way !== 'string') return null
  return {
    name: 'handOver',
    apply: (drawing, freshId) => {
      const { nodes } = drawing.definition
      const people = Object.keys(nodes).find((id) => nodes[id]?.kind === 'handover')
      if (people !== undefined) return connect(drawing, { from, outlet: way, to: people })
      const { x = 0, y = 0 } = drawing.layout.at[from] ?? {}
      const node: FlowNode = { kind: 'handover', name: '', next: {}, text: '', note: '' }
      return addNode(drawing, {
        id: freshId(),
        node,
        at: { x: x + COLUMN, y: y + 200 },
        from: { node: from, outlet: way },
      })
    },
  }
}

const PARTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  list: { list: undefined },
  buttons: { buttons: [] },
  text: { text: '' },
  image: { media: undefined },
  video: { media: undefined },
  audio: { media: undefined },
  document: { media: undefined },
  sticker: { media: undefined },
  link: { link: undefined },
  ask: { ask: undefined },
  location: { location: undefined },
  contact: { contact: undefined },
}

/** Of the first message of a step alone; what stands in a later one is a person's to choose. */
function dropPart({ node, details: { other, block } }: Problem): Fix | null {
  if (block !== undefined) return null
  const change = typeof other === 'string' && Object.hasOwn(PARTS, other) ? PARTS[other] : undefined
  return change ? patch('dropPart', node, change) : null
}

function splitEvenly({ node: id }: Problem, node: FlowNode): Fix | null {
  if (node.kind !== 'split') return null
  return patch('splitEvenly', id, { branches: node.branches.map((branch) => ({ ...branch, weight: 1 })) })
}

/** More buttons than WhatsApp shows become a list; short words that are too long are cut. */
function mendDraft({ node: id, details }: Problem, node: FlowNode, known: Known): Fix | null {
  const { field, limit } = details
  if (typeof field !== 'string' || typeof limit !== 'number') return null
  if (node.kind === 'message' && field === 'buttons' && !node.list && !node.media) {
    const fits = node.buttons.length <= LIMITS.listRows
    return fits ? patch('makeList', id, listFrom(node, node.next, botWord('choose', known.language))) : null
  }
  const change = cutAt(node, field, limit)
  return change && patch('cutText', id, change)
}

/** The step gets the template as Meta has it now; ways of quick replies that are gone go with it. */
function takeTemplate({ node: id }: Problem, node: FlowNode, { templates = [] }: Known): Fix | null {
  if (node.kind !== 'template' || !node.template) return null
  const { name, language } = node.template
  const found = templates.find(({ template }) => template.name === name && template.language === language)
  return found ? patch('takeTemplate', id, { template: found.template }) : null
}

/** A name with a slip of the hand becomes the known one that it looks like. */
function takeName(
  { node: id, details: { field } }: Problem,
  node: FlowNode,
  { names = [] }: Known,
): Fix | null {
  const mended = typeof field === 'string' ? withKnownName(node, field, names) : null
  return mended && patch('takeName', id, mended)
}

function takeFilter({ node: id, details: { field, filter } }: Problem, node: FlowNode): Fix | null {
  if (typeof field !== 'string' || typeof filter !== 'string') return null
  return patch('takeFilter', id, withKnownFilter(node, field, filter))
}
