/** A phone number as people read it, from its digits: +62 812-8841-2093; +1 555-010-2334; other countries in groups of four. */
export function shownPhone(number: string): string {
  const digits = number.replace(/\D/g, '')
  const indonesian = /^62(\d{3})(\d{3,4})(\d{2,5})$/.exec(digits)
  if (indonesian) return `+62 ${indonesian.slice(1).join('-')}`
  const american = /^1(\d{3})(\d{3})(\d{4})$/.exec(digits)
  if (american) return `+1 ${american.slice(1).join('-')}`
  return `+${digits.replace(/\B(?=(\d{4})+$)/g, ' ')}`
}
