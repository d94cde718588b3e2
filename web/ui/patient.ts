import { type ComponentType, type LazyExoticComponent, lazy } from 'react'

const AGAIN_MS = 3_000
/** Ten minutes of them: whoever is cut off longer loads the page anew. */
const TRIES_MAX = 200
/** A page that has painted and rested for so long fetches what it must show when the connection is gone. */
const REST_MS = 2_000

/**
 * A part that is fetched when it is first drawn; an `early` one when the page rests. Where the connection is away it is tried
 * again while the rest of the page stands; React's own `lazy` would let the page fall with it.
 */
export function patient<P extends object>(
  load: () => Promise<ComponentType<P>>,
  when: 'drawn' | 'early' = 'drawn',
): LazyExoticComponent<ComponentType<P>> {
  let part: Promise<ComponentType<P>> | undefined
  const fetch = () => {
    part ??= keepTrying(load)
    return part
  }
  if (when === 'early') setTimeout(fetch, REST_MS)
  return lazy(async () => ({ default: await fetch() }))
}

async function keepTrying<T>(load: () => Promise<T>): Promise<T> {
  for (let tries = 1; tries < TRIES_MAX; tries++) {
    try {
      // Some browsers remember for the page's life that a part was not reached: without a connection none is asked for.
      if (navigator.onLine) return await load()
    } catch {
      // not reached; where the browser asks anew, the next try may
    }
    await new Promise((again) => setTimeout(again, AGAIN_MS))
  }
  return await load()
}
