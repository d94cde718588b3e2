import { cutText } from '#core/base/text.ts'
import type { FlowNode } from '#core/flow/definition.ts'
import type { MessageNode } from '#core/flow/nodes/message.ts'

type Change = Readonly<Record<string, unknown>>

/**
 * The change of a step that cuts the words at a field of its draft (`buttons.0.title`) to `max` UTF-16 units, never
 * through a visible character; null where there are none, where they fit, or where merge fields would be cut.
 */
export function cutAt(node: FlowNode, field: string, max: number): Change | null {
  const cut = (text: string | undefined) =>
    text === undefined || text.length <= max || text.includes('{{') ? null : cutText(text, max).trim()
  if (node.kind === 'question') return cutOption(node.options, field, cut)
  return node.kind === 'message' ? cutMessage(node, field, cut) : null
}

type Cut = (text: string | undefined) => string | null

function cutOption(options: readonly { readonly title: string }[], field: string, cut: Cut): Change | null {
  const at = Number(/^(?:buttons|sections\.0\.rows)\.(\d+)\.title$/.exec(field)?.[1] ?? -1)
  const title = cut(options[at]?.title)
  if (title === null) return null
  return { options: options.map((option, place) => (place === at ? { ...option, title } : option)) }
}

function cutMessage(node: MessageNode, field: string, cut: Cut): Change | null {
  if (field === 'footer') {
    const footer = cut(node.footer)
    return footer === null ? null : { footer }
  }
  const button = /^buttons\.(\d+)\.title$/.exec(field)
  if (button) {
    const at = Number(button[1])
    const title = cut(node.buttons[at]?.title)
    return title === null
      ? null
      : { buttons: node.buttons.map((one, place) => (place === at ? { ...one, title } : one)) }
  }
  return node.list ? cutList(node.list, field, cut) : null
}

type List = NonNullable<MessageNode['list']>

function cutList(list: List, field: string, cut: Cut): Change | null {
  if (field === 'button') {
    const button = cut(list.button)
    return button === null ? null : { list: { ...list, button } }
  }
  const [, section = '', , row, part] =
    /^sections\.(\d+)(\.rows\.(\d+))?\.(title|description)$/.exec(field) ?? []
  const key = part === 'description' ? 'description' : 'title'
  const own = list.sections[Number(section)]
  const held = row === undefined ? own : own?.rows[Number(row)]
  const words = cut(held && (key in held ? held[key as 'title'] : undefined))
  if (words === null || !own) return null
  const sections = list.sections.map((each) => {
    if (each !== own) return each
    if (row === undefined) return { ...each, title: words }
    return {
      ...each,
      rows: each.rows.map((one, place) => (place === Number(row) ? { ...one, [key]: words } : one)),
    }
  })
  return { list: { ...list, sections } }
}
