import { globSync, readFileSync } from 'node:fs'

/** Clock ticks a second in /proc; fixed to 100 on every Linux that Node runs on. */
const TICKS = 100
const PAGE_BYTES = 4096

type Stat = { readonly parent: number; readonly own: number; readonly reaped: number }

/** Processor seconds used so far by a process and all its descendants, those that ended included. Linux only. */
export function cpuSeconds(pid: number): number {
  const stats = new Map<number, Stat>()
  for (const file of globSync('/proc/[0-9]*/stat')) {
    const id = Number(file.split('/')[2])
    const stat = statOf(id)
    if (stat) stats.set(id, stat)
  }
  const total = (id: number): number => {
    const stat = stats.get(id)
    if (!stat) return 0
    const children = [...stats].filter(([, { parent }]) => parent === id)
    return stat.own + stat.reaped + children.reduce((sum, [child]) => sum + total(child), 0)
  }
  return total(pid) / TICKS
}

export function rssMegabytes(pid: number): number {
  const [, pages = '0'] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')
  return (Number(pages) * PAGE_BYTES) / 1024 / 1024
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const at = (n: number) => Number(fields[n - 3])
    return { parent: at(4), own: at(14) + at(15), reaped: at(16) + at(17) }
  } catch {
    return undefined // it ended while we looked
  }
}

/** The value below which the given share of the values lie; NaN without values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The samples of one metric in Prometheus' text form, by the value of one label (or '' without). */
export function readMetric(text: string, name: string, label?: string): Map<string, number> {
  const found = new Map<string, number>()
  for (const line of text.split('\n')) {
    const match = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line)
    if (match?.[1] !== name) continue
    const key = label ? (new RegExp(`${label}="([^"]*)"`).exec(match[2] ?? '')?.[1] ?? '') : ''
    found.set(key, (found.get(key) ?? 0) + Number(match[3]))
  }
  return found
}
