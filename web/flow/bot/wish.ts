import type { BotAtWork } from '#core/flow/api.ts'
import type { PhoneNumber } from '#core/whatsapp/api.ts'

/** What one is about to do, and with which number or bot; `bot` null: it is chosen in the dialog. */
export type Wish =
  | { readonly act: 'link'; readonly number: PhoneNumber; readonly bot: string | null }
  | { readonly act: 'unlink'; readonly number: PhoneNumber }
  | { readonly act: 'rename' | 'remove'; readonly bot: BotAtWork }
