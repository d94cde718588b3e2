const URL_MAX = 2000

/** A web address as people write it, with `https://` where they left it out; null when it is none. */
export function readUrl(said: string): string | null {
  if (said.length > URL_MAX || /\s/.test(said)) return null
  const [, scheme = 'https://', rest = ''] = /^(https?:\/\/)?(.+)$/i.exec(said) ?? []
  const host =
    /^((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}{2,63})(?::\d{1,5})?(?:[/?#]|$)/u.exec(
      rest,
    )?.[1]
  return host === undefined ? null : `${scheme.toLowerCase()}${host.toLowerCase()}${rest.slice(host.length)}`
}
