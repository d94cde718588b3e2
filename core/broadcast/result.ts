import type { Words } from '#core/base/language.ts'
import { ruleOfCode } from '#core/whatsapp/fault-table.ts'

/** Meta's codes after which another try makes sense once somebody or some time has mended the cause. */
const MENDABLE: ReadonlySet<number> = new Set([
  131_049, 130_472, 132_001, 132_015, 132_016, 131_037, 133_010, 131_045,
])

/**
 * Whether a failed message may be tried again: the world was down or the account stood still. Whoever cannot be reached, does not want it or
 * may not get it is not asked twice; a message nobody knows the fate of is never sent again.
 */
export function isRetryable(code: number): boolean {
  const found = ruleOfCode(code)?.class
  return (
    found === 'retry' ||
    found === 'pace' ||
    found === 'stop-waba' ||
    found === 'stop-number' ||
    MENDABLE.has(code)
  )
}

/** A reason of Meta's in both languages; a code that is not in the table is named by its number. */
export function faultWords(code: number): Words {
  return (
    ruleOfCode(code)?.reason ?? {
      id: `Meta menolak dengan kode ${code}.`,
      en: `Meta refused with code ${code}.`,
    }
  )
}
