import type { PhoneNumber } from '#core/whatsapp/api.ts'

/** What can be opened about a number. */
export type Sheet = 'profile' | 'register' | 'pin' | 'recipients'
export type NumberSheetProps = {
  number: PhoneNumber | null
  /** Null: nothing is open. */
  sheet: Sheet | null
  onClose: () => void
}
