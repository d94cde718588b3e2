import { type Millis, SECOND } from '#core/base/time.ts'

/** Fetches of one part before it is given up: then the page says so, and offers to be loaded anew. */
const TRIES_MAX = 5
/** Between two tries while there is a connection, as far as the browser knows. */
const PAUSE: Millis = SECOND

/** Fetches a part of the app that may be wanted without a connection: it is waited for instead of breaking the page. */
export function patiently<T>(load: () => Promise<T>): () => Promise<T> {
  return async () => {
    for (let tries = 1; tries < TRIES_MAX; tries++) {
      try {
        return await load()
      } catch {
        await connection() // fetched again below, and what the last try says is told
      }
    }
    return load()
  }
}

function connection(): Promise<unknown> {
  return new Promise((resolve) => {
    if (navigator.onLine) setTimeout(resolve, PAUSE)
    else window.addEventListener('online', resolve, { once: true })
  })
}
