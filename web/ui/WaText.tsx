import { type ReactNode, useMemo } from 'react'
import { formatText, type Span } from '#core/whatsapp/format.ts'

/** Text of a message with WhatsApp's own marks drawn: *bold*, _italic_, ~struck~, `code`, ```mono``` and links. */
export function WaText({ text }: { text: string }) {
  const spans = useMemo(() => formatText(text), [text])
  return <span className="whitespace-pre-wrap [overflow-wrap:anywhere]">{spans.map(draw)}</span>
}

function draw(span: Span, at: number): ReactNode {
  switch (span.kind) {
    case 'text':
      return span.text
    case 'bold':
      return (
        <strong key={at} className="font-semibold">
          {span.spans.map(draw)}
        </strong>
      )
    case 'italic':
      return <em key={at}>{span.spans.map(draw)}</em>
    case 'strike':
      return <s key={at}>{span.spans.map(draw)}</s>
    case 'code':
      return (
        <code key={at} className="rounded-xs bg-black/6 px-1 font-mono text-[.92em] dark:bg-white/10">
          {span.text}
        </code>
      )
    case 'mono':
      return (
        <code key={at} className="font-mono text-[.92em]">
          {span.text}
        </code>
      )
    case 'link':
      return (
        <a
          key={at}
          href={span.href}
          target="_blank"
          rel="noreferrer noopener"
          className="text-wa-link underline"
        >
          {span.text}
        </a>
      )
  }
}
