/** A number as people read it: +62 812-8841-2093. Other countries keep their digits in groups of three. */
export function readablePhone(phone: string | null): string {
  const digits = (phone ?? '').replace(/\D/g, '')
  if (digits === '') return ''
  const mobile = /^62(8\d{2})(\d{3,4})(\d{3,5})$/.exec(digits)
  if (mobile) return `+62 ${mobile[1]}-${mobile[2]}-${mobile[3]}`
  return `+${digits.replace(/(\d)(?=(\d{3})+$)/g, '$1 ')}`
}
