/** A cookie that our own host alone may set where there is https: no other host of the domain can put one under its name. */
export type Cookie = { readonly name: string; readonly value: string; readonly seconds: number }

export function hostName(name: string, isSecure: boolean): string {
  return isSecure ? `__Host-${name}` : name
}

/** Out of reach of scripts and of other sites' requests. */
export function writeCookie({ name, value, seconds }: Cookie, isSecure: boolean): string {
  const cookie = `${hostName(name, isSecure)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}`
  return isSecure ? `${cookie}; Secure` : cookie
}

/** The value of a cookie in a request's header: the host's own before one that bears the bare name. */
export function readCookie(header: string | null, name: string): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim())
  for (const wanted of [hostName(name, true), name]) {
    const found = pairs.find((pair) => pair.startsWith(`${wanted}=`))
    if (found) return found.slice(wanted.length + 1)
  }
  return undefined
}
