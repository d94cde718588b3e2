import { checkTemplateNode } from '#core/flow/check/slots.ts'
import type { Kind, Move, Scene } from '#core/flow/kind.ts'
import { quickReplies, type SlotValue, type TemplateNode } from '#core/flow/nodes/template-shape.ts'
import { type Choice, hearChoice, takeChoice } from '#core/flow/step/choice.ts'
import { fillNode, liveVoice, writtenVoice } from '#core/flow/step/fill-template.ts'
import { millisOf } from '#core/flow/time/duration.ts'
import { stepOnWire } from '#core/flow/wire.ts'
import { isRefused } from '#core/whatsapp/finding.ts'

/** What a template step does: fills its template for the person, sends it, and waits for a quick reply. */
export const templateKind: Kind<TemplateNode> = {
  enter,
  takes: (node, content, view) => takeChoice(repliesOf(node), node, content, view),
  hear: (node, content, scene) => hearChoice(repliesOf(node), node, content, scene),
  late: 'timeout',
  refs,
  check: checkTemplateNode,
  drafts: (node, say) => {
    const filled = fillNode(node, '', writtenVoice(say))
    return filled ? [filled.draft] : []
  },
}

function enter(node: TemplateNode, scene: Scene): Move {
  const filled = fillNode(node, stepOnWire(scene), liveVoice(scene))
  if (!filled || isRefused(filled.findings)) {
    return { to: 'outlet', outlet: 'failed', fault: 'bad-template' }
  }
  scene.ask({ kind: 'say', node: scene.node, draft: filled.draft })
  if (repliesOf(node).length === 0) return { to: 'outlet', outlet: 'next' }
  return { to: 'wait', for: 'tap', until: node.timeout ? scene.now + millisOf(node.timeout) : null }
}

function repliesOf({ template }: TemplateNode): Choice[] {
  return template ? quickReplies(template).map((reply) => ({ ...reply, outlet: `button:${reply.id}` })) : []
}

function refs(node: TemplateNode) {
  const levels = [node, ...node.cards]
  const sources = levels.flatMap(({ media }) => (media ? [media.source] : []))
  return {
    texts: [
      ...(node.header ? wordsOf(node.header) : []),
      ...levels.flatMap(({ body, buttons, media, product }) => [
        ...[...body, ...buttons, ...(product ? [product.sku] : [])].flatMap(wordsOf),
        ...(media?.filename === undefined ? [] : [media.filename]),
      ]),
    ],
    fields: sources.flatMap((source) => ('field' in source ? [source.field] : [])),
    files: sources.flatMap((source) => ('file' in source ? [source.file] : [])),
    templates: node.template ? [{ name: node.template.name, language: node.template.language }] : [],
  }
}

function wordsOf({ text, fallback }: SlotValue): string[] {
  return fallback ? [text, fallback] : [text]
}
