import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DAY } from '#core/base/time.ts'
import type { SimMedia } from '#core/whatsapp/sim-view.ts'
import { type Sim, worldNow } from '#simulator/sim.ts'
import { run, sql } from '#simulator/store.ts'
import { digits } from '#simulator/wamid.ts'
import type { World } from '#simulator/world.ts'

const MEDIA_MAX = 2000
/** Media of the business live 30 days, media of customers 7. */
const LIFE = { business: 30 * DAY, customer: 7 * DAY, upload: DAY }
/** A download URL is good for five minutes of the world's clock. */
const URL_LIFE = 300_000
const MB = 1024 * 1024

export type MediaKind = SimMedia['kind']
export type Medium = {
  readonly id: string
  readonly worldId: string
  /** The number it was uploaded to; empty for what customers sent. */
  readonly numberId: string
  readonly mime: string
  readonly size: number
  readonly sha256: string
  readonly filename: string | null
  readonly voice: boolean
  readonly source: keyof typeof LIFE
  readonly expiresAt: number
}

const AUDIO = ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/opus']
const IMAGE = ['image/jpeg', 'image/png']
const VIDEO = ['video/mp4', 'video/3gpp']
const STICKER = ['image/webp']
const DOCUMENT = [
  'text/plain',
  'application/pdf',
  'application/vnd.ms-powerpoint',
  'application/msword',
  'application/vnd.ms-excel',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
]
/** What an upload may be, in Meta's words. */
export const UPLOAD_TYPES = [...AUDIO, ...IMAGE, ...STICKER, ...VIDEO, ...DOCUMENT]

/** Bytes per kind of what a business may send. */
export const SIZE_MAX: Readonly<Record<MediaKind, number>> = {
  audio: 16 * MB,
  video: 16 * MB,
  image: 5 * MB,
  sticker: 500 * 1024,
  document: 100 * MB,
}

/** `image/jpeg; charset=x` → `image/jpeg`. */
export function plainMime(mime: string): string {
  return (mime.split(';')[0] ?? '').trim().toLowerCase()
}

/** What a phone draws a file as. A customer's own sound or film is one in any format, as the phone turns it into the right one. */
export function kindOf(mime: string): MediaKind {
  const plain = plainMime(mime)
  if (IMAGE.includes(plain)) return 'image'
  if (STICKER.includes(plain)) return 'sticker'
  if (plain.startsWith('audio/')) return 'audio'
  return plain.startsWith('video/') ? 'video' : 'document'
}

const SENT = { audio: AUDIO, image: IMAGE, sticker: STICKER, video: VIDEO } as const

/** Files a kind may carry when a business sends it: documents may be anything. */
export function fits(kind: MediaKind, mime: string): boolean {
  return kind === 'document' || SENT[kind].includes(plainMime(mime))
}

type NewMedium = {
  readonly bytes: Uint8Array
  readonly mime: string
  readonly numberId: string
  readonly filename: string | null
  readonly voice: boolean
  readonly source: Medium['source']
}

/** Keeps a file; undefined when the world already has `MEDIA_MAX` that have not expired. */
export async function keepMedium(sim: Sim, world: World, made: NewMedium): Promise<Medium | undefined> {
  if (isFull(sim, world)) await dropExpired(sim, world)
  if (isFull(sim, world)) return undefined
  const medium: Medium = {
    id: digits(16, sim.options.random),
    worldId: world.id,
    numberId: made.numberId,
    mime: made.mime.slice(0, 200),
    size: made.bytes.byteLength,
    sha256: createHash('sha256').update(made.bytes).digest('hex'),
    filename: made.filename?.slice(0, 240) ?? null,
    voice: made.voice,
    source: made.source,
    expiresAt: worldNow(sim, world) + LIFE[made.source],
  }
  await writeFile(fileOf(sim, medium.id), made.bytes)
  insertMedium(sim, medium)
  return medium
}

function isFull(sim: Sim, world: World): boolean {
  const row = sql(sim.store, 'select count(*) as many from media where world_id = ?').get(world.id)
  return Number(row?.many) >= MEDIA_MAX
}

async function dropExpired(sim: Sim, world: World): Promise<void> {
  const rows = sql(sim.store, 'delete from media where world_id = ? and expires_at <= ? returning id')
  for (const { id } of rows.all(world.id, worldNow(sim, world)))
    await rm(fileOf(sim, String(id)), { force: true })
}

export function insertMedium(sim: Sim, medium: Medium): void {
  run(
    sim.store,
    `insert into media (id, world_id, number_id, mime, size, sha256, filename, voice, source, expires_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    medium.id,
    medium.worldId,
    medium.numberId,
    medium.mime,
    medium.size,
    medium.sha256,
    medium.filename,
    medium.voice ? 1 : 0,
    medium.source,
    medium.expiresAt,
  )
}

/** A medium that has not expired by the world's clock. */
export function mediumOf(sim: Sim, world: World, id: string): Medium | undefined {
  const row = sql(
    sim.store,
    `select id, world_id, number_id, mime, size, sha256, filename, voice, source, expires_at from media
     where id = ? and world_id = ? and expires_at > ?`,
  ).get(id, world.id, worldNow(sim, world))
  if (!row) return undefined
  return {
    id: String(row.id),
    worldId: String(row.world_id),
    numberId: String(row.number_id),
    mime: String(row.mime),
    size: Number(row.size),
    sha256: String(row.sha256),
    filename: row.filename === null ? null : String(row.filename),
    voice: Number(row.voice) === 1,
    source: row.source === 'customer' || row.source === 'upload' ? row.source : 'business',
    expiresAt: Number(row.expires_at),
  }
}

/** The bytes, or undefined when the file is gone. */
export async function bytesOf(sim: Sim, medium: Medium): Promise<Buffer | undefined> {
  try {
    return await readFile(fileOf(sim, medium.id))
  } catch {
    return undefined // a lost file is answered like an unknown one
  }
}

export async function dropMedium(sim: Sim, medium: Medium): Promise<void> {
  run(sim.store, 'delete from media where id = ? and world_id = ?', medium.id, medium.worldId)
  await rm(fileOf(sim, medium.id), { force: true })
}

/** Every file of a world that ends. */
export async function dropMediaOf(sim: Sim, world: World): Promise<void> {
  const ids = sql(sim.store, 'select id from media where world_id = ?').all(world.id)
  run(sim.store, 'delete from media where world_id = ?', world.id)
  for (const { id } of ids) await rm(fileOf(sim, String(id)), { force: true })
}

/** The signed URL under which Meta serves a medium; it wants the token too. */
export function urlOf(sim: Sim, world: World, medium: Medium): string {
  const ends = Math.floor((worldNow(sim, world) + URL_LIFE) / 1000)
  return `${sim.base}/lookaside?mid=${medium.id}&ext=${ends}&hash=${hashOf(world, medium.id, ends)}`
}

export function isSigned(
  sim: Sim,
  world: World,
  { mid, ext, hash }: { mid: string; ext: string; hash: string },
): boolean {
  const given = Buffer.from(hash)
  const right = Buffer.from(hashOf(world, mid, Number(ext)))
  const same = given.length === right.length && timingSafeEqual(given, right)
  return same && Number(ext) * 1000 > worldNow(sim, world)
}

/** The medium as the phone page shows it. */
export function viewOf(world: World, medium: Medium): SimMedia {
  return {
    kind: kindOf(medium.mime),
    path: `/worlds/${world.id}/media/${medium.id}`,
    mime: medium.mime,
    size: medium.size,
    filename: medium.filename,
    voice: medium.voice,
  }
}

function hashOf(world: World, mid: string, ends: number): string {
  return createHmac('sha256', world.appSecret).update(`media:${mid}:${ends}`).digest('base64url').slice(0, 32)
}

function fileOf(sim: Sim, id: string): string {
  return join(sim.store.dir, 'media', id.replace(/\W/g, ''))
}
