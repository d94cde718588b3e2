import { Smile } from 'lucide-react'
import type { ReactElement } from 'react'
import { Popover } from '#web/ui/Popover.tsx'

const EMOJI =
  '😀 😂 🥰 😍 😊 😉 🤔 😅 😭 😡 🙏 👍 👎 👏 💪 🙌 👋 👌 💯 🎉 ☕ 🍵 🍰 🛒 📦 🚚 💳 ✅ ❌ ⏰ 📍 📷 🔥 ⭐ 🌱 💬 🏠 ❓ 👀 😴'.split(
    ' ',
  )

type Props = {
  label: string
  onPick: (emoji: string) => void
  /** What opens it; else the button of the phone. */
  trigger?: ReactElement<Record<string, unknown>>
}

/** A handful of emoji; the keyboard of the device has the rest. */
export function EmojiMenu({ label, onPick, trigger }: Props) {
  return (
    <Popover
      label={label}
      side="top"
      className="w-64 p-2! pointer-coarse:w-auto"
      trigger={
        trigger ?? (
          <button
            type="button"
            aria-label={label}
            className="grid h-11 w-10 shrink-0 place-items-center text-wa-meta hover:text-wa-fg"
          >
            <Smile className="size-5" />
          </button>
        )
      }
    >
      <div className="grid grid-cols-8 pointer-coarse:grid-cols-6">
        {EMOJI.map((emoji) => (
          <button
            key={emoji}
            type="button"
            onClick={() => onPick(emoji)}
            className="grid size-7 place-items-center rounded-sm text-[18px] pointer-coarse:size-11 hover:bg-hover"
          >
            {emoji}
          </button>
        ))}
      </div>
    </Popover>
  )
}
