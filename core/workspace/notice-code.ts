import { DAY, type Millis } from '#core/base/time.ts'

/** How long a code waits for its member to write it. */
export const NOTICE_CODE_KEPT: Millis = DAY
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const LENGTH = 10
const CODE = new RegExp(`^WETALK-[${LETTERS}]{${LENGTH}}$`)

/** What a member writes to the business's number from their own WhatsApp; `draw` gives evenly a whole number below its argument. */
export function newNoticeCode(draw: (below: number) => number): string {
  return `WETALK-${Array.from({ length: LENGTH }, () => LETTERS[draw(LETTERS.length)]).join('')}`
}

/** The code that a message consists of, and of nothing else; null: it is an ordinary message. */
export function noticeCodeIn(said: string): string | null {
  const code = said.trim().toUpperCase()
  return CODE.test(code) ? code : null
}
