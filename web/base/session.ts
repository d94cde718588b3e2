import { forget, keep, kept } from '#web/base/keep.ts'

const HOME = '/home'
/** Stands for our own origin, whatever it is. */
const HERE = 'https://here.invalid'

/**
 * Whether this device was signed in when it was last used. Only a hint for which page to open first;
 * who may see what is decided by the server.
 */
export function wasSignedIn(): boolean {
  return kept('signed-in') === 'yes'
}

export function rememberSignedIn(): void {
  keep('signed-in', 'yes')
}

/** Leaves for the sign-in page, which leads back to where one was. */
export function leaveForSignIn(): void {
  forget('signed-in')
  const here = location.pathname + location.search
  location.assign(here === '/home' ? '/masuk' : `/masuk?next=${encodeURIComponent(here)}`)
}

/** A path of this site to go on to, and never another site's address: read as a browser reads it, which drops tabs and turns `\\` round. */
export function nextPath(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? HOME
  if (!next.startsWith('/') || !URL.canParse(next, HERE)) return HOME
  const { origin, pathname, search: query, hash } = new URL(next, HERE)
  return origin === HERE && !pathname.startsWith('//') ? `${pathname}${query}${hash}` : HOME
}
