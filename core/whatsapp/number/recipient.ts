/** Meta: a test number writes to so many verified phones at most (Cloud API, get started). */
export const RECIPIENTS_MAX = 5

/** Digits of a phone in international form, however it was typed; undefined when it is none. */
export function recipientOf(typed: string): string | undefined {
  const digits = typed.replace(/[\s()+.-]/g, '')
  return /^[1-9]\d{6,14}$/.test(digits) ? digits : undefined
}

/**
 * Whether a number may write to this phone by what we know of its list. Null: it is no test number, nobody told us the list, or
 * the customer is known by user id only; then Meta judges (131030).
 */
export function isListed(
  { test, recipients }: { readonly test: boolean; readonly recipients: readonly string[] | null },
  waId: string | undefined,
): boolean | null {
  if (!test || recipients === null || waId === undefined) return null
  return recipients.includes(waId)
}
