import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { codeOf, isAlive, readText, startedAt } from '#server/base/process.ts'
import { StartError } from '#server/base/start-error.ts'

/**
 * Takes the data folder for this process alone; a lock whose process is gone is taken over. Returns how to give it back.
 */
export function holdDataDir(dir: string): () => void {
  const file = join(dir, 'app.lock')
  const mine = JSON.stringify({ pid: process.pid, started: startedAt(process.pid), host: hostname() })
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      fs.writeFileSync(file, mine, { flag: 'wx', mode: 0o600 })
      return () => {
        if (readText(file) === mine) fs.rmSync(file, { force: true })
      }
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
    }
    const theirs = readText(file)
    if (theirs !== undefined && isHeld(theirs)) throw folderTaken(dir, theirs)
    dropStaleLock(file, theirs)
  }
  throw folderTaken(dir, readText(file) ?? '')
}

function folderTaken(dir: string, lock: string): StartError {
  const pid = lockOf(lock)?.pid ?? '?'
  return new StartError(
    `Wetalk sudah berjalan di folder data ${dir} (proses ${pid}). Hentikan yang itu dulu, atau pakai DATA_DIR lain.`,
    `Wetalk is already running on the data folder ${dir} (process ${pid}). Stop that one first, or use another DATA_DIR.`,
  )
}

function lockOf(text: string): { pid: number; started: string } | undefined {
  try {
    const { pid, started } = JSON.parse(text)
    return Number.isInteger(pid) ? { pid, started: String(started) } : undefined
  } catch {
    return undefined // a half-written lock belongs to a process that died while writing
  }
}

/** A process id alone proves nothing, since ids come round again; its start time does. */
function isHeld(text: string): boolean {
  const lock = lockOf(text)
  return lock !== undefined && isAlive(lock.pid) && startedAt(lock.pid) === lock.started
}

/** Moves the stale lock away first: if another starter was quicker, its fresh lock is put back untouched. */
function dropStaleLock(file: string, seen: string | undefined): void {
  const aside = `${file}.${randomBytes(4).toString('hex')}`
  try {
    fs.renameSync(file, aside)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  if (readText(aside) !== seen && !fs.existsSync(file)) fs.renameSync(aside, file)
  else fs.rmSync(aside, { force: true })
}
