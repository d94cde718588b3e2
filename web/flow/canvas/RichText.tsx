import { Fragment, type ReactNode } from 'react'

/** A text as a card shows it: WhatsApp's *bold*, _italic_, ~strike~, and merge fields as chips. */
export function RichText({ text }: { text: string }): ReactNode {
  return text.split(PARTS).map((part, at) => {
    const key = `${at}${part}`
    const merged = /^\{\{\s*([^{}|]+?)\s*(?:\|[^{}]*)?\}\}$/.exec(part)?.[1]
    if (merged)
      return (
        <span key={key} className="rounded-xs bg-violet-soft px-1 font-medium text-violet-fg">
          {merged}
        </span>
      )
    const inner = <RichText text={part.slice(1, -1)} />
    if (part.length > 2 && part.startsWith('*') && part.endsWith('*'))
      return (
        <strong key={key} className="font-semibold">
          {inner}
        </strong>
      )
    if (part.length > 2 && part.startsWith('_') && part.endsWith('_')) return <em key={key}>{inner}</em>
    if (part.length > 2 && part.startsWith('~') && part.endsWith('~')) return <s key={key}>{inner}</s>
    return <Fragment key={key}>{part}</Fragment>
  })
}

const PARTS = /(\*[^*\n]+\*|\b_(?:[^_\n{}]|\{\{[^{}\n]{1,200}\}\})+_\b|~[^~\n]+~|\{\{[^{}\n]{1,200}\}\})/g
