import '#web/ui/phone.css'
import { type ReactNode, useMemo } from 'react'
import type { Span } from '#core/whatsapp/format.ts'
import { type Block, emojiOnly, formatBlocks } from '#core/whatsapp/format-blocks.ts'
import { cx } from '#web/ui/cx.ts'

/** One emoji is drawn the largest, three the smallest. */
const LARGE = ['', 'text-[44px] leading-[52px]', 'text-[34px] leading-[42px]', 'text-[28px] leading-[36px]']

/**
 * Text of a message with WhatsApp's own marks drawn: *bold*, _italic_, ~struck~, `code`, ```mono```, links, points, numbers and quotations.
 * `alone`: the message is nothing but this text, so that a few emoji stand large.
 */
export function WaText({ text, alone }: { text: string; alone?: boolean | undefined }) {
  const blocks = useMemo(() => formatBlocks(text), [text])
  const emoji = alone ? emojiOnly(text) : 0
  return (
    <span className={cx('whitespace-pre-wrap [overflow-wrap:anywhere]', LARGE[emoji])}>
      {blocks.map((block, at) =>
        at === blocks.length - 1 && block.kind === 'lines' ? block.spans.map(draw) : drawBlock(block, at),
      )}
    </span>
  )
}

/** Each block begins on a line of its own; the last plain one needs none, and leaves room for what follows it. */
function drawBlock(block: Block, at: number): ReactNode {
  if (block.kind === 'points' || block.kind === 'numbers') {
    const items = block.kind === 'points' ? block.items.map((spans) => ({ number: '•', spans })) : block.items
    return (
      <span key={at} className="block">
        {items.map(({ number, spans }, place) => (
          <span key={place} className="flex gap-1.5">
            <span className="shrink-0">{number}</span>
            <span className="min-w-0">{spans.map(draw)}</span>
          </span>
        ))}
      </span>
    )
  }
  if (block.kind === 'quote') {
    return (
      <span key={at} className="my-0.5 block border-current/30 border-s-[3px] ps-2 opacity-80">
        {block.spans.map(draw)}
      </span>
    )
  }
  const last = block.spans.at(-1)
  const isOpen = !last || (last.kind === 'text' && last.text.endsWith('\n'))
  return (
    <span key={at} className="block">
      {block.spans.map(draw)}
      {/* an empty line at the end of a block is not drawn by itself */}
      {isOpen && <br />}
    </span>
  )
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
