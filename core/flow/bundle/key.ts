const KEY_MAX = 50

/** Readable keys that are each given once: `Menu & Jam` → `menu-jam`, the next of that name `menu-jam-2`. */
export function keysOf(): (name: string, otherwise: string) => string {
  const taken = new Set<string>()
  return (name, otherwise) => {
    const base = slugOf(name) || otherwise
    let key = base
    for (let at = 2; taken.has(key); at++) key = `${base}-${at}`
    taken.add(key)
    return key
  }
}

function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, KEY_MAX)
    .replace(/^-+|-+$/g, '')
}
