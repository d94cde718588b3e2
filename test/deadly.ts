import { registerHooks } from 'node:module'

/**
 * Loaded before the product (`node --import`): the process is gone, without a word, at the moment when its desk hears this
 * word, as one is that meets a fault of the engine, an endless loop under a watchdog, or the end of its memory.
 */
const DEADLY_WORD = 'mati mendadak'
const HEARS = 'export function hear(page: Page, row: InboxRow): void {'

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    if (!url.endsWith('/server/flow/hear.ts')) return loaded
    const source = String(loaded.source)
    if (!source.includes(HEARS)) throw new Error('the desk hears by another function')
    const dies = `if (JSON.stringify(row.payload).includes('${DEADLY_WORD}')) process.kill(process.pid, 'SIGKILL')`
    return { ...loaded, source: source.replace(HEARS, `${HEARS} ${dies};`) }
  },
})
