import { Smile } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useWords } from '#web/chat/words.ts'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Popover } from '#web/ui/Popover.tsx'
import { patient } from '#web/ui/patient.ts'

const EmojiGrid = patient(async () => (await import('#web/chat/composer/EmojiGrid.tsx')).EmojiGrid, 'early')

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
