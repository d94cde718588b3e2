import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net'

/**
 * Addresses of the public internet, after IANA's special-purpose registries (IPv4 2024-06, IPv6 2024-06). IPv4 by a list
 * of what is not; IPv6 by 2000::/3 less what is reserved, because every translated, mapped and local form lies outside.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !SPECIAL_V4.check(address, 'ipv4')
  if (!isIPv6(address) || address.includes('%')) return false
  return GLOBAL_V6.check(address, 'ipv6') && !SPECIAL_V6.check(address, 'ipv6')
}

/**
 * The URL of a text that every reader understands alike: no backslash, blank or control character, which the URL
 * standard bends or drops; undefined otherwise.
 */
export function readUrl(text: string): URL | undefined {
  if (text.length > URL_CHARS_MAX || /[\u0000-\u0020\u007f-\u00a0\\]/.test(text)) return undefined
  return URL.canParse(text) ? new URL(text) : undefined
}

/** Why a URL may not be visited; undefined when it may, as far as its text tells. */
export function forbiddenReason(url: URL): string | undefined {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'only http and https'
  if (url.username || url.password) return 'no user name or password inside an address'
  const host = hostOf(url)
  if (host === '' || host.length > HOST_CHARS_MAX) return 'no host'
  if (!PORTS.has(portOf(url))) return 'only the ports 80 and 443'
  if (isIP(host)) return isPublicAddress(host) ? undefined : 'not a public address'
  return isLocalName(host) ? 'not a public name' : undefined
}

/** The host without brackets and without the dot of a full name. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
}

export function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
}

const URL_CHARS_MAX = 8_192
const HOST_CHARS_MAX = 253
const PORTS: ReadonlySet<number> = new Set([80, 443])
/** Names that never mean a host of the internet (RFC 6761, 6762, 7686, 8375, ICANN's `internal`). */
const LOCAL_ENDINGS = [
  'localhost',
  'local',
  'internal',
  'home.arpa',
  'lan',
  'home',
  'corp',
  'onion',
  'invalid',
]

function isLocalName(host: string): boolean {
  const name = host.toLowerCase()
  return !name.includes('.') || LOCAL_ENDINGS.some((ending) => name.endsWith(`.${ending}`))
}

const SPECIAL_V4 = blockList('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32], // Azure's platform address, reachable from its machines only
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
])
const GLOBAL_V6 = blockList('ipv6', [['2000::', 3]])
const SPECIAL_V6 = blockList('ipv6', [
  ['2001::', 23], // Teredo, benchmarking, ORCHID and other protocol assignments
  ['2001:db8::', 32],
  ['2002::', 16], // 6to4 carries an IPv4 address
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
])

function blockList(family: 'ipv4' | 'ipv6', subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList()
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, family)
  return list
}
