import { Bold, Italic, Strikethrough } from 'lucide-react'
import { memo } from 'react'
import { EmojiMenu } from '#web/flow/control/EmojiMenu.tsx'
import { VariableMenu } from '#web/flow/control/VariableMenu.tsx'
import { useWords } from '#web/flow/use-words.ts'
import { IconButton } from '#web/ui/IconButton.tsx'

/** Puts a text where the caret is, or two around what is chosen. */
export type Put = (before: string, after?: string) => void

type Props = {
  readonly put: Put
  /** It does not go by WhatsApp, where its marks would be read as they stand. */
  readonly isPlain: boolean
}

/** Marks, emoji and fields for a text. With the same `put` they are not drawn again while somebody types. */
export const TextTools = memo(function TextTools({ put, isPlain }: Props) {
  const words = useWords()
  return (
    <div className="flex items-center gap-0.5 border-t border-line px-1 py-0.5">
      {!isPlain && (
        <>
          <IconButton size="sm" label={words('text.bold')} onClick={() => put('*', '*')}>
            <Bold />
          </IconButton>
          <IconButton size="sm" label={words('text.italic')} onClick={() => put('_', '_')}>
            <Italic />
          </IconButton>
          <IconButton size="sm" label={words('text.strike')} onClick={() => put('~', '~')}>
            <Strikethrough />
          </IconButton>
          <span className="mx-1 h-4 w-px bg-line" />
        </>
      )}
      <EmojiMenu onPick={put} />
      <VariableMenu onPick={(key) => put(`{{${key}}}`)} />
    </div>
  )
})
