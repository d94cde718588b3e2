import { forget, keep, kept } from '#web/base/keep.ts'

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

/** A path of this site to go on to, and never another site's address. */
export function nextPath(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? '/home'
  return /^\/(?![/\\])/.test(next) ? next : '/home'
}
