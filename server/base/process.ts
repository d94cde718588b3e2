import { execFileSync } from 'node:child_process'
import * as fs from 'node:fs'

function processWords(pid: number, column: 'command=' | 'lstart='): string {
  const fromProc = column === 'command=' ? readText(`/proc/${pid}/cmdline`) : undefined
  if (fromProc !== undefined) return fromProc.replaceAll('\u0000', ' ')
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', column], { encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    return '' // no such process, or no `ps`: then nothing is known about it
  }
}

/** What Linux says of a process behind its name in /proc/<pid>/stat: its state first. Empty elsewhere. */
function statOf(pid: number): string[] {
  const stat = readText(`/proc/${pid}/stat`)
  return stat ? stat.slice(stat.lastIndexOf(')') + 2).split(' ') : []
}

/** Field 22 of /proc/<pid>/stat on Linux (clock ticks since boot), elsewhere the start time that `ps` shows. */
export function startedAt(pid: number): string {
  return statOf(pid)[19] ?? processWords(pid, 'lstart=')
}

/** Whether a process of this number runs, also when it belongs to another account; one that has ended and waits for its parent does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^[ZX]$/.test(statOf(pid)[0] ?? '')
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/** The command line of a process; empty when nothing is known. */
export function commandOf(pid: number): string {
  return processWords(pid, 'command=')
}

/** The text of a small file, or undefined when it cannot be read. */
export function readText(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return undefined // absent or not ours to read: both mean that it tells nothing
  }
}

/** The `code` of a system error, such as ENOENT. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

/**
 * Gives back what starting up needed and nobody will ask for again: some 30 MB at once, and room that young objects no longer need.
 * Takes about a tenth of a second. Without `--expose-gc` it does nothing.
 */
export function releaseMemory(): void {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
