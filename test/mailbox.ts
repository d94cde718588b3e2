import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hmacSha256Hex, parseKey } from '#server/base/secret.ts'
import type { Rig } from './rig.ts'

/** The address of the mailbox that the operator reads; its key follows from the master key in the data folder. */
export function mailboxUrl({ url, dataDir }: Rig): string {
  const master = parseKey(readFileSync(join(dataDir, 'secret.key'), 'utf8').trim())
  const key = hmacSha256Hex(master?.toString('base64') ?? '', 'simulator')
  return `${url}/sim/mailbox?key=${key}`
}

/** What lies in it. */
export async function mailbox(rig: Rig): Promise<string> {
  return await (await fetch(mailboxUrl(rig))).text()
}

/** The same, letter by letter, the newest first. */
export async function mailsOf(rig: Rig): Promise<{ readonly to: string; readonly text: string }[]> {
  return JSON.parse(await mailbox(rig)).mails
}
