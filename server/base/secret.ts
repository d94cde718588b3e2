import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Secret } from '#server/base/log.ts'

/** Keys of AES-256 are 32 bytes. */
const KEY_BYTES = 32
const IV_BYTES = 12
const TAG_BYTES = 16
const KEY_ID_BYTES = 4
const FORMAT = 1
const HEADER_BYTES = 1 + KEY_ID_BYTES
const OVERHEAD_BYTES = HEADER_BYTES + IV_BYTES + TAG_BYTES

/** A workspace's data key in two forms: open (never stored) and wrapped by the master key (stored beside the workspace). */
type DataKey = { readonly key: Secret<Buffer>; readonly wrapped: Buffer }

export type Sealer = {
  /** A fresh data key for a workspace; store `wrapped`. */
  newDataKey(workspaceId: string): DataKey
  /** Opens a stored data key; throws `SealError` when neither the present nor a former master key fits. */
  openDataKey(workspaceId: string, wrapped: Buffer): Secret<Buffer>
  /** The same data key under the present master key; what the data key sealed stays as it is. */
  rewrapDataKey(workspaceId: string, wrapped: Buffer): Buffer
  /** Text sealed for one workspace: format, key id, nonce, cipher text, tag. */
  seal(dataKey: Secret<Buffer>, workspaceId: string, text: string): Buffer
  /** The sealed text; throws `SealError` when a bit changed, the key differs, or it belongs to another workspace. */
  open(dataKey: Secret<Buffer>, workspaceId: string, sealed: Buffer): string
}

/** Something sealed could not be opened. Says why, never what. */
export class SealError extends Error {
  override readonly name = 'SealError'
}

/**
 * Envelope encryption (AES-256-GCM): the master key wraps one data key per workspace, the data key seals its secrets,
 * and the workspace's id is bound into both, so that a row copied to another workspace does not open.
 * `former` are master keys of before a rotation: they open, but no longer seal.
 */
export function sealer(master: Secret<Buffer>, former: readonly Secret<Buffer>[] = []): Sealer {
  const masters = [master, ...former]
  const openDataKey = (workspaceId: string, wrapped: Buffer) =>
    new Secret(decrypt(masters, `data-key:${workspaceId}`, wrapped))
  const wrap = (workspaceId: string, key: Buffer) => encrypt(master, `data-key:${workspaceId}`, key)
  return {
    newDataKey(workspaceId) {
      const key = randomBytes(KEY_BYTES)
      return { key: new Secret(key), wrapped: wrap(workspaceId, key) }
    },
    openDataKey,
    rewrapDataKey: (workspaceId, wrapped) => wrap(workspaceId, openDataKey(workspaceId, wrapped).reveal()),
    seal: (dataKey, workspaceId, text) =>
      encrypt(dataKey, `secret:${workspaceId}`, Buffer.from(text, 'utf8')),
    open: (dataKey, workspaceId, sealed) =>
      decrypt([dataKey], `secret:${workspaceId}`, sealed).toString('utf8'),
  }
}

/**
 * The master key: the configured one, else `secret.key` in the data folder, made on the first start (mode 0600).
 * Whoever loses it loses every stored token; it belongs into the backup, apart from the database.
 */
export function masterKeyOf(configured: Secret<Buffer> | null, dataDir: string): Secret<Buffer> {
  if (configured) return configured
  const file = join(dataDir, 'secret.key')
  return new Secret(readKeyFile(file) ?? makeKeyFile(dataDir, file))
}

/** 32 bytes from base64, base64url or hex; undefined when the text is none of these. */
export function parseKey(text: string): Buffer | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex')
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return undefined
  const key = Buffer.from(text, 'base64')
  return key.length === KEY_BYTES ? key : undefined
}

/** Whether two texts are equal, in a time that tells nothing about where they differ. */
export function equalText(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text, 'utf8').digest()
  return timingSafeEqual(digest(left), digest(right))
}

export function hmacSha256Hex(secret: string, body: Buffer | string): string {
  return createHmac('sha256', secret).update(body).digest('hex')
}

export function sha256Hex(body: Buffer | string): string {
  return createHash('sha256').update(body).digest('hex')
}

/** A token that cannot be guessed: `bytes` random bytes as base64url. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url')
}

function encrypt(secret: Secret<Buffer>, context: string, plain: Buffer): Buffer {
  const key = secret.reveal()
  const header = Buffer.concat([Buffer.from([FORMAT]), keyIdOf(key)])
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.concat([header, Buffer.from(context, 'utf8')]))
  return Buffer.concat([header, iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function decrypt(secrets: readonly Secret<Buffer>[], context: string, sealed: Buffer): Buffer {
  if (sealed.length < OVERHEAD_BYTES || sealed[0] !== FORMAT)
    throw new SealError('the sealed value has no known form')
  const header = sealed.subarray(0, HEADER_BYTES)
  const key = secrets.map((secret) => secret.reveal()).find((key) => keyIdOf(key).equals(header.subarray(1)))
  if (!key) throw new SealError('the value was sealed by another key')
  const iv = sealed.subarray(HEADER_BYTES, HEADER_BYTES + IV_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.concat([header, Buffer.from(context, 'utf8')]))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([
      decipher.update(sealed.subarray(HEADER_BYTES + IV_BYTES, -TAG_BYTES)),
      decipher.final(),
    ])
  } catch {
    throw new SealError('the value was changed, or belongs to another workspace')
  }
}

/** The first bytes of a keyed digest name a key without telling anything about it. */
function keyIdOf(key: Buffer): Buffer {
  return createHmac('sha256', key).update('key-id').digest().subarray(0, KEY_ID_BYTES)
}

function readKeyFile(file: string): Buffer | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8').trim()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  const key = parseKey(text)
  if (!key) throw new SealError(`${file} does not hold a key of ${KEY_BYTES} bytes`)
  return key
}

/** Writes beside and links into place, so that two processes starting at once end up with one and the same whole key. */
function makeKeyFile(dataDir: string, file: string): Buffer {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const draft = `${file}.${randomToken(8)}`
  writeFileSync(draft, `${randomBytes(KEY_BYTES).toString('base64')}\n`, {
    mode: 0o600,
    flag: 'wx',
    flush: true,
  })
  try {
    linkSync(draft, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(draft, { force: true })
  }
  chmodSync(file, 0o600)
  const key = readKeyFile(file)
  if (!key) throw new SealError(`${file} could not be made`)
  return key
}
