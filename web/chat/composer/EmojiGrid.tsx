const EMOJI = [
  '😊 🙏 👍 ❤️ 😀 😄 😅 😂 🤗 😉 😍 🥰 😘 🤩 😎 🤔',
  '😮 😢 😭 😔 😬 🙄 😴 🤒 👋 👏 🙌 💪 🤝 👌 ✌️ 👇',
  '🎉 🎁 ✨ 🔥 ⭐ ✅ ❌ ⚠️ 📦 🚚 🛒 🧾 💳 💬 📍 ☕',
].flatMap((line) => line.split(' '))

/** All of them, to press. */
export function EmojiGrid({ onPick }: { onPick: (emoji: string) => void }) {
  return (
    <div className="grid grid-cols-8 gap-0.5 max-sm:grid-cols-6">
      {EMOJI.map((emoji) => (
        <button
          key={emoji}
          type="button"
          onClick={() => onPick(emoji)}
          className="grid size-9 place-items-center rounded-sm text-xl hover:bg-hover pointer-coarse:size-11"
        >
          {emoji}
        </button>
      ))}
    </div>
  )
}
