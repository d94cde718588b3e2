import { Smile } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '#web/flow/use-words.ts'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Popover } from '#web/ui/Popover.tsx'

const EMOJI = [
  ...['😀', '😊', '😍', '🤗', '😉', '😅', '🙏', '👍'],
  ...['👋', '🙌', '👏', '💪', '❤️', '🔥', '✨', '🎉'],
  ...['☕', '🍽️', '🍰', '🛍️', '📦', '🚚', '💳', '🧾'],
  ...['📍', '🏠', '🕗', '📅', '📞', '💬', '✅', '❌'],
  ...['⭐', '🎁', '🌙', '☀️', '🌧️', '🔗', 'ℹ️', '⚠️'],
]

/** The small set of emoji that shops use. */
export function EmojiMenu({ onPick }: { onPick: (emoji: string) => void }) {
  const words = useWords()
  const [open, setOpen] = useState(false)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={words('text.emoji')}
      className="w-[276px]"
      trigger={
        <IconButton size="sm" label={words('text.emoji')}>
          <Smile />
        </IconButton>
      }
    >
      <div className="grid grid-cols-8 gap-0.5">
        {EMOJI.map((emoji) => (
          <button
            key={emoji}
            type="button"
            className="grid size-[30px] place-items-center rounded-sm text-lg hover:bg-hover"
            onClick={() => {
              setOpen(false)
              onPick(emoji)
            }}
          >
            {emoji}
          </button>
        ))}
      </div>
    </Popover>
  )
}
