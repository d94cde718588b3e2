import { useState } from 'react'
import type { Block } from '#core/flow/block/block.ts'
import { BLOCKS_MAX, blocksOf, isAsking } from '#core/flow/block/form.ts'
import { AddBlock } from '#web/flow/block/AddBlock.tsx'
import { BlockCard } from '#web/flow/block/BlockCard.tsx'
import { type BlockChange, BlockEditor } from '#web/flow/block/BlockEditor.tsx'
import { addBlock, moved, newBlock, type Sort, withBlocks } from '#web/flow/block/blocks.ts'
import { OptionalDuration } from '#web/flow/control/DurationField.tsx'
import { Preview } from '#web/flow/inspector/Preview.tsx'
import type { InspectorProps } from '#web/flow/model/node-of.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Counter } from '#web/ui/Field.tsx'
import { useSteady } from '#web/ui/use-steady.ts'

type Props = InspectorProps<'message'>

export function MessageInspector({ node, change }: Props) {
  const words = useWords()
  const blocks = blocksOf(node)
  const [open, setOpen] = useState(0)
  const add = (block: Block) => {
    change(addBlock(node, block))
    setOpen(blocks.length)
  }
  const addNew = useSteady((sort: Sort) => add(newBlock(sort, words('list.choose'))))
  const [first = node, ...more] = blocks
  return (
    <>
      {blocks.length === 1 ? (
        <BlockEditor block={first} next={node.next} change={(patch, field) => change(patch, field)} />
      ) : (
        <BlockCards node={node} change={change} open={open} onOpen={setOpen} />
      )}
      <div className="flex items-center justify-between">
        <AddBlock isFull={blocks.length >= BLOCKS_MAX} onAdd={addNew} />
        {blocks.length > 1 && <Counter value={blocks.length} max={BLOCKS_MAX} />}
      </div>
      <Preview shown={first} more={more} />
      {blocks.some(isAsking) && (
        <OptionalDuration
          label={words('message.timeout')}
          hint={words('message.timeoutHint')}
          value={node.timeout}
          usual={{ amount: 1, unit: 'hour' }}
          onChange={(timeout) => change({ timeout })}
        />
      )}
    </>
  )
}

type CardsProps = Pick<Props, 'node' | 'change'> & {
  readonly open: number
  readonly onOpen: (at: number) => void
}

/** The messages in their order; one is open at a time. */
function BlockCards({ node, change, open, onOpen }: CardsProps) {
  const blocks = blocksOf(node)
  const set = (at: number, { next, ...patch }: BlockChange, field?: string) => {
    const changed = blocks.map((block, place) => (place === at ? ({ ...block, ...patch } as Block) : block))
    change({ ...withBlocks(changed), ...(next ? { next } : {}) }, field && `block${at}.${field}`)
  }
  const move = (from: number, to: number) => {
    if (from === to || !blocks[from]) return
    change(withBlocks(moved(blocks, from, to)))
    if (open === from) onOpen(to)
  }
  return (
    <ol className="space-y-2">
      {blocks.map((block, at) => (
        <BlockCard
          key={at}
          block={block}
          at={at}
          count={blocks.length}
          isOpen={open === at}
          onToggle={() => onOpen(open === at ? -1 : at)}
          onMove={move}
          onRemove={() => change(withBlocks(blocks.filter((_, place) => place !== at)))}
        >
          <BlockEditor block={block} next={node.next} change={(patch, field) => set(at, patch, field)} />
        </BlockCard>
      ))}
    </ol>
  )
}
