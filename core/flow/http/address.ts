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
