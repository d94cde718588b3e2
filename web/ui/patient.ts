import { type ComponentType, type LazyExoticComponent, lazy } from 'react'

const AGAIN_MS = 3_000
/** Ten minutes of them: whoever is cut off longer loads the page anew. */
const TRIES_MAX = 200

/**
 * A part that is fetched when it is first drawn. Where the connection is away it is tried again while the rest of the page
 * stands; React's own `lazy` would let the page fall with it.
 */
export function patient<P extends object>(
  load: () => Promise<ComponentType<P>>,
): LazyExoticComponent<ComponentType<P>> {
  return lazy(async () => ({ default: await keepTrying(load) }))
}

/** What comes of loading, tried again where the connection is away. Throws what the last try threw. */
export async function keepTrying<T>(load: () => Promise<T>): Promise<T> {
  for (let tries = 1; tries < TRIES_MAX; tries++) {
    try {
      return await load()
    } catch {
      await new Promise((again) => setTimeout(again, AGAIN_MS)) // not reached; the next try may
    }
  }
  return await load()
}
