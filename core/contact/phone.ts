import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

/** Characters of an input that are looked at; longer ones are no phone numbers. */
const INPUT_MAX = 100
/** E.164: a number has at most 15 digits. */
const DIGITS_MAX = 15

/**
 * A phone number as people write it, as WhatsApp's digits: country code first, no plus (`6281234567890`).
 * Without a country code it is read as an Indonesian one. Null for everything that is not surely one number, because a guess would write to a stranger:
 * other types than text, letters, extensions, digits of other scripts, premium numbers, numbers that cannot exist.
 */
export function normalPhone(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > INPUT_MAX) return null
  const text = bareOf(value)
  if (!/^(\+|\()?\d[\d\s().\-/]*$/.test(text)) return null
  const digits = text.replace(/\D/g, '')
  if (text.startsWith('+')) return internationalOf(digits)
  if (digits.startsWith('00')) return internationalOf(digits.slice(2))
  return localOf(digits) ?? foreignOf(digits)
}

/** Without invisible characters and without the address of a chat link around it. */
function bareOf(value: string): string {
  const text = value.replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g, '').trim()
  const link =
    /^(?:tel:|(?:https?:\/\/)?wa\.me\/|(?:(?:https?:\/\/)?api\.whatsapp\.com|whatsapp:\/)\/send\/?\?phone=)([+\d]+)(?:[/?&].*)?$/i
  return text.match(link)?.[1] ?? text
}

/** A number with its country code. Its length must be one that exists there; number ranges change too often to be held to. */
function internationalOf(digits: string): string | null {
  if (digits.length > DIGITS_MAX) return null
  const parsed = parsePhoneNumberFromString(`+${digits}`)
  if (!parsed || /^(00|0*$)/.test(parsed.nationalNumber)) return null
  // A zero that is left behind the code must belong to the number, as in Italy, and not be one more trunk prefix.
  const { number, nationalNumber } = parsed
  if (nationalNumber.startsWith('0') && parsePhoneNumberFromString(number)?.number !== number) return null
  // North American premium numbers; WhatsApp knows none.
  if (parsed.countryCallingCode === '1' && /^9(00|76)/.test(parsed.nationalNumber)) return null
  // Mexican mobiles carried an extra 1 until 2019, and WhatsApp ids still do.
  const isOldMexican = parsed.countryCallingCode === '52' && /^1\d{10}$/.test(parsed.nationalNumber)
  return parsed.isPossible() || isOldMexican ? number.slice(1) : null
}

/** A number as it is dialled inside Indonesia: with the country code, the trunk 0, or, as mobiles are often noted, from the 8 on. */
function localOf(digits: string): string | null {
  if (!/^(0|8|62)/.test(digits)) return null
  const parsed = parsePhoneNumberFromString(digits, 'ID')
  return parsed?.isValid() ? internationalOf(parsed.number.slice(1)) : null
}

/** Digits that only make sense with the plus that was left out. */
function foreignOf(digits: string): string | null {
  const parsed = digits.startsWith('0') ? undefined : parsePhoneNumberFromString(`+${digits}`)
  return parsed?.isValid() ? internationalOf(digits) : null
}
