import { Smile } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { patiently } from '#web/base/patiently.ts'
import { useWords } from '#web/chat/words.ts'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Popover } from '#web/ui/Popover.tsx'

const EmojiGrid = lazy(
  patiently(async () => ({
    default: (await import('#web/chat/composer/EmojiGrid.tsx')).EmojiGrid,
  })),
)

/** The emoji an agent needs daily; the device's own keyboard has the rest. */
export function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const t = useWords()
  const [open, setOpen] = useState(false)
  return (
    <Popover
      label={t('composer.emoji')}
      side="top"
      open={open}
      onOpenChange={setOpen}
      className="w-[19.5rem] p-2"
      trigger={
        <IconButton label={t('composer.emoji')} side="top" className="max-md:size-11">
          <Smile />
        </IconButton>
      }
    >
      <Suspense fallback={<span className="block h-32" />}>
        <EmojiGrid
          onPick={(emoji) => {
            onPick(emoji)
            setOpen(false)
          }}
        />
      </Suspense>
    </Popover>
  )
}
