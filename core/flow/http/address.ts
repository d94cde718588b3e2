/**
 * Whether a request may be drawn to this address: http or https to a host with a name, which no merge field may bring.
 * A number for a host is refused here, and what a name leads to is judged at every connection (server/base/fetch.ts).
 */
export function isRequestUrl(url: string): boolean {
  const host = /^https?:\/\/([^/?#\\\s]+)(?:[/?#]|$)/i.exec(url)?.[1]?.replace(/:\d{1,5}$/, '')
  if (host === undefined || host.includes('{') || host.includes('@') || host.includes('%')) return false
  const last = host.replace(/\.$/, '').split('.').at(-1) ?? ''
  return /^[\p{L}][\p{L}\p{N}-]*$/u.test(last) && !/[[\]:]/.test(host)
}

/**
 * Whether a drawn address may be called as it was filled in: no value has brought its host, nor made a part of its path `.` or
 * `..`, which lead elsewhere.
 */
export function isFilledUrl(drawn: string, url: string): boolean {
  return isRequestUrl(drawn.trim()) && isRequestUrl(url) && (!DOTS.test(url) || DOTS.test(drawn))
}
const DOTS = /^[^?#]*\/(?:\.|%2e){1,2}(?:[/?#]|$)/i
