import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import { askForNewer } from '#web/ui/release.ts'

/** Fetches of one part before it is given up: then the page says so, and offers to be loaded anew. */
const TRIES_MAX = 5
/** Between two tries while there is a connection, as far as the browser knows. */
const PAUSE_MS = 1000
/** A page that has painted and rested for so long fetches what it must show when the connection is gone. */
const REST_MS = 2000

/**
 * Fetches a part of the app that may be wanted without a connection: it is waited for instead of breaking the page. A part
 * that no try reached and an upgrade has taken away never comes: what the person has written stays, and the page offers to be
 * loaded anew.
 */
export function patiently<T>(load: () => Promise<T>): () => Promise<T> {
  return async () => {
    try {
      return await tryWhole(load)
    } catch (error) {
      if (await askForNewer()) return await new Promise<never>(() => {})
      throw error
    }
  }
}

/** The same for a whole page: one that an upgrade has taken away fails, and the router loads the address anew. */
export function wholly<T>(load: () => Promise<T>): () => Promise<T> {
  return () => tryWhole(load)
}

async function tryWhole<T>(load: () => Promise<T>): Promise<T> {
  for (let tries = 1; tries < TRIES_MAX; tries++) {
    await connection() // some browsers remember for the page's life that a part was not reached: then none is asked for
    try {
      return await load()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS)) // what the last try says is told
    }
  }
  return load()
}

/**
 * A part that is fetched when it is first drawn; an `early` one when the page rests. Where the connection is away it is waited
 * for while the rest of the page stands; React's own `lazy` would let the page fall with it.
 */
export function patient<P extends object>(
  load: () => Promise<ComponentType<P>>,
  when: 'drawn' | 'early' = 'drawn',
): LazyExoticComponent<ComponentType<P>> {
  let part: Promise<ComponentType<P>> | undefined
  const fetch = () => {
    part ??= patiently(load)()
    return part
  }
  if (when === 'early') setTimeout(fetch, REST_MS)
  return lazy(async () => ({ default: await fetch() }))
}

async function connection(): Promise<void> {
  if (!navigator.onLine)
    await new Promise((resolve) => window.addEventListener('online', resolve, { once: true }))
}
