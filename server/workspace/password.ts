export const PASSWORD_MIN = 8

/** The passwords that are tried first everywhere; kept small, compared without case and without digits at the end. */
const COMMON = new Set(
  'password passw0rd qwerty qwertyuiop letmein welcome admin administrator iloveyou monkey dragon sunshine princess football baseball superman batman trustno1 whatsapp wetalk indonesia rahasia katasandi bismillah sayang jakarta bandung surabaya merdeka garuda anjing kucing cintaku sayangku akucinta'.split(
    ' ',
  ),
)

/** Whether a password is among those that anyone would try: a common word, one character or a row of them, the e-mail. */
export function isCommonPassword(password: string, email: string): boolean {
  const plain = password.toLowerCase().normalize('NFKC')
  const word = plain.replace(/[\d!@#$%^&*._-]+$/, '')
  if (COMMON.has(plain) || COMMON.has(word)) return true
  if (new Set(plain).size <= 2 || /^(?:0?123456789?0?|987654321|abcdefgh\w*|12345678\d*)$/.test(plain))
    return true
  const [name = ''] = email.toLowerCase().split('@')
  return plain === email.toLowerCase() || (name.length >= 4 && word === name)
}
