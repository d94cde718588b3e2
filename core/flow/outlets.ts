import { DAY } from '#core/base/time.ts'
import { blockChoices, blocksOf } from '#core/flow/block/form.ts'
import type { FlowNode, NodeKind } from '#core/flow/definition.ts'
import { patienceOf } from '#core/flow/http/patience.ts'
import { byCustomer, byItself, type Outlet } from '#core/flow/kind.ts'
import { millisOf } from '#core/flow/time/duration.ts'

/** The ways out of a step, in the order in which a card shows them. */
export function outletsOf(node: FlowNode): readonly Outlet[] {
  return outletsAt(node.kind, node)
}

type Nodes = { [K in NodeKind]: Extract<FlowNode, { kind: K }> }

/**
 * The ways out of each kind of step. They stand apart from what the kinds do, because the canvas draws them and
 * must not carry the engine; a kind without its line does not compile.
 */
const OUTLETS: { readonly [K in NodeKind]: (node: Nodes[K]) => readonly Outlet[] } = {
  start: () => [byItself('next', { required: true })],
  message,
  template,
  question,
  condition: ({ next }) => {
    const open = next.yes === undefined && next.no === undefined
    return [byItself('yes', { required: open }), byItself('no')]
  },
  action: () => [byItself('next')],
  handover: () => [],
  wait: ({ wait }) => {
    const after = wait.kind === 'for' ? millisOf(wait.length) : DAY
    const next = byItself('next', { required: true, after })
    return wait.kind === 'date' || wait.kind === 'open' ? [next, byItself('failed')] : [next]
  },
  http: ({ seconds }) => [
    byItself('success'),
    byItself('failed'),
    byItself('timeout', { after: patienceOf(seconds) }),
  ],
  email: () => [byItself('next'), byItself('failed')],
  goto: ({ flow }) => (flow === undefined ? [byItself('next', { required: true })] : []),
  subflow: () => [byItself('next'), byItself('failed')],
  foreach: () => [byItself('each', { required: true }), byItself('done')],
  split: ({ branches }) =>
    branches.map(({ id, title }) => byItself('branch', { id, ...(title === '' ? {} : { title }) })),
}

function outletsAt<K extends NodeKind>(kind: K, node: Nodes[K]): readonly Outlet[] {
  return OUTLETS[kind](node)
}

/** Whatever asks, in whichever of its messages, has its way. */
function message(node: Nodes['message']): Outlet[] {
  const blocks = blocksOf(node)
  const taps = blocks.flatMap((block) => {
    const word = block.list ? 'row' : 'button'
    return blockChoices(block).map(({ id, title }) => byCustomer(word, { id, title, required: true }))
  })
  const place = blocks.some(({ ask }) => ask) ? [byCustomer('answered', { required: true })] : []
  if (taps.length + place.length === 0) return [byItself('next')]
  const rest = [...taps, ...place, byCustomer('other')]
  return node.timeout ? [...rest, byItself('timeout', { after: millisOf(node.timeout) })] : rest
}

/** Quick replies are buttons, also those of the cards of a carousel (`core/flow/nodes/template.ts`). */
function template({ template, timeout }: Nodes['template']): Outlet[] {
  const failed = byItself('failed')
  const cards = template?.cards ?? []
  const taps = [
    ...tapsOf(template?.buttons ?? [], ''),
    ...cards.flatMap((card, at) => tapsOf(card.buttons, `c${at}-`)),
  ]
  if (taps.length === 0) return [byItself('next'), failed]
  const late = timeout ? [byItself('timeout', { after: millisOf(timeout) })] : []
  return [...taps, byCustomer('other'), ...late, failed]
}

type TemplateButtons = NonNullable<Nodes['template']['template']>['buttons']

/** Nobody must answer a template: a quick reply may lead nowhere. */
function tapsOf(buttons: TemplateButtons, prefix: string): Outlet[] {
  return buttons.flatMap((button, at) =>
    button.kind === 'reply' ? [byCustomer('button', { id: `${prefix}${at}`, title: button.text })] : [],
  )
}

function question(node: Nodes['question']): Outlet[] {
  const options = node.answer === 'choice' ? node.options : []
  return [
    byCustomer('answered'),
    ...options.map(({ id, title }) => byCustomer('option', { id, title })),
    byCustomer('invalid'),
    ...(node.skip.length > 0 ? [byCustomer('skip')] : []),
    ...(node.timeout ? [byItself('timeout', { after: millisOf(node.timeout) })] : []),
  ]
}
