import id from '#web/chat/locales/id.json'
import type { ChatKey, ChatWords } from '#web/chat/words.ts'

/** Names a kind of message that has no words of its own: Gambar, Lokasi. */
export function kindName(t: ChatWords): (kind: string) => string {
  return (kind) => {
    const key = `media.${kind}`
    return t(isKey(key) ? key : 'list.something')
  }
}

function isKey(key: string): key is ChatKey {
  return key in id
}
