import { Smile } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '#web/chat/words.ts'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Popover } from '#web/ui/Popover.tsx'

const EMOJI = [
  '😊 🙏 👍 ❤️ 😀 😄 😅 😂 🤗 😉 😍 🥰 😘 🤩 😎 🤔',
  '😮 😢 😭 😔 😬 🙄 😴 🤒 👋 👏 🙌 💪 🤝 👌 ✌️ 👇',
  '🎉 🎁 ✨ 🔥 ⭐ ✅ ❌ ⚠️ 📦 🚚 🛒 🧾 💳 💬 📍 ☕',
].flatMap((line) => line.split(' '))

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
        <IconButton label={t('composer.emoji')} side="top" className="max-md:size-10">
          <Smile />
        </IconButton>
      }
    >
      <div className="grid grid-cols-8 gap-0.5">
        {EMOJI.map((emoji) => (
          <button
            key={emoji}
            type="button"
            onClick={() => {
              onPick(emoji)
              setOpen(false)
            }}
            className="grid size-9 place-items-center rounded-sm text-xl hover:bg-hover"
          >
            {emoji}
          </button>
        ))}
      </div>
    </Popover>
  )
}
