import { isObject, type JsonObject } from '#core/base/json.ts'
import type { Language } from '#core/base/language.ts'
import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import { decodeProfile, encodeProfile, PROFILE_FIELDS, type Profile } from '#core/whatsapp/number/profile.ts'
import { sql } from '#server/base/sql.ts'
import { type Graph, graphError, postNode, readEdge, refusalOf } from '#server/whatsapp/graph.ts'
import { type GraphParts, graphOf, syncNumbers } from '#server/whatsapp/number/sync.ts'
import { type ChannelRow, channelOf, listAllNumbers, type NumberRow } from '#server/whatsapp/store.ts'

type Place = { readonly graph: Graph; readonly channel: ChannelRow; readonly number: NumberRow }

/** A number of the workspace and the way to Meta. */
async function placeOf(parts: GraphParts, workspaceId: string, id: string): Promise<Place | Refusal> {
  const { db } = parts
  const channel = await channelOf(db, workspaceId)
  const number = (await listAllNumbers(db, workspaceId)).find((one) => one.id === id)
  if (!channel || !number) return refuse('not-found')
  return { graph: await graphOf(parts, channel), channel, number }
}

type Change = { readonly edge: string; readonly body: JsonObject; readonly done?: () => Promise<void> }

/**
 * Changes a number at Meta, then reads all numbers anew, so that what is shown is what Meta says; where that cannot be read the
 * change is done all the same, and the next look shows it. `done` keeps what belongs to the change, right after Meta took it.
 */
async function change(
  parts: GraphParts,
  { graph, channel, number }: Place,
  { edge, body, done }: Change,
): Promise<Refusal | null> {
  const answer = await postNode(graph, edge === '' ? number.graph_id : `${number.graph_id}/${edge}`, body)
  const error = graphError(answer)
  const known = error && KNOWN[error.code]
  if (known) return refuse(known)
  const no = refusalOf(graph, answer)
  if (no) return no
  await done?.()
  await syncNumbers(parts, channel)
  return null
}

/** Meta's codes that have a plainer sentence here. */
const KNOWN: Readonly<Record<number, 'code-wrong' | 'pin-wrong' | 'code-too-often'>> = {
  136025: 'code-wrong',
  133005: 'pin-wrong',
  133016: 'code-too-often',
  136024: 'code-too-often',
}

type NewNumber = { readonly country: string; readonly phone: string; readonly name: string }

/** Adds a number to the account; gives our id of it. */
export async function addNumber(
  parts: GraphParts,
  workspaceId: string,
  { country, phone, name }: NewNumber,
): Promise<{ readonly id: string } | Refusal> {
  const { db } = parts
  const channel = await channelOf(db, workspaceId)
  if (!channel) return refuse('channel-missing')
  const graph = await graphOf(parts, channel)
  const answer = await postNode(graph, `${channel.waba_id}/phone_numbers`, {
    cc: country,
    phone_number: phone.replace(/\D/g, '').replace(/^0+/, ''),
    verified_name: name,
  })
  const no = refusalOf(graph, answer)
  if (no) return no
  const synced = await syncNumbers(parts, channel)
  if (isRefusal(synced)) return synced
  const graphId = isObject(answer.body) ? String(answer.body.id ?? '') : ''
  const [row] = await db.rows<{ id: string }>(sql`
    update phone_number set used = true, wanted_name = ${name}, name_asked_at = now()
    where workspace_id = ${workspaceId} and channel_id = ${channel.id} and graph_id = ${graphId} returning id`)
  return row ?? refuse('graph-odd', NOT_LISTED)
}

const NOT_LISTED = {
  reason_id: 'nomor yang baru ditambahkan belum ada di daftarnya, sinkronkan nomor beberapa saat lagi',
  reason_en: 'the new number is not in its list yet, synchronise the numbers in a moment',
}

const LOCALES = { id: 'id_ID', en: 'en_US' } as const

export async function requestCode(
  parts: GraphParts,
  workspaceId: string,
  wish: { readonly id: string; readonly by: 'SMS' | 'VOICE'; readonly language: Language },
): Promise<Refusal | null> {
  const place = await placeOf(parts, workspaceId, wish.id)
  if (isRefusal(place)) return place
  const body = { code_method: wish.by, language: LOCALES[wish.language] }
  return await change(parts, place, { edge: 'request_code', body })
}

export async function verifyCode(
  parts: GraphParts,
  workspaceId: string,
  { id, code }: { readonly id: string; readonly code: string },
): Promise<Refusal | null> {
  const place = await placeOf(parts, workspaceId, id)
  if (isRefusal(place)) return place
  return await change(parts, place, { edge: 'verify_code', body: { code: code.replace(/\D/g, '') } })
}

/** Connects a number with a PIN, given or kept; a PIN that Meta took is kept sealed. */
export async function registerNumber(
  parts: GraphParts,
  workspaceId: string,
  { id, pin: given }: { readonly id: string; readonly pin?: string | undefined },
): Promise<Refusal | null> {
  const place = await placeOf(parts, workspaceId, id)
  if (isRefusal(place)) return place
  const pin = given ?? (await keptPin(parts, workspaceId, id))
  if (pin === null) return refuse('bad-input', { field: 'pin', reason: '6' })
  const body = { messaging_product: 'whatsapp', pin }
  const done = () => keepPin(parts, workspaceId, id, pin)
  return await change(parts, place, { edge: 'register', body, done })
}

export async function setPin(
  parts: GraphParts,
  workspaceId: string,
  { id, pin }: { readonly id: string; readonly pin: string },
): Promise<Refusal | null> {
  const place = await placeOf(parts, workspaceId, id)
  if (isRefusal(place)) return place
  return await change(parts, place, {
    edge: '',
    body: { pin },
    done: () => keepPin(parts, workspaceId, id, pin),
  })
}

async function keepPin(
  { db, keys }: GraphParts,
  workspaceId: string,
  id: string,
  pin: string,
): Promise<void> {
  const sealed = await keys.seal(db, workspaceId, pin)
  await db.run(
    sql`update phone_number set pin = ${sealed}, pin_set = true where workspace_id = ${workspaceId} and id = ${id}`,
  )
}

async function keptPin({ db, keys }: GraphParts, workspaceId: string, id: string): Promise<string | null> {
  const [row] = await db.rows<{ pin: Buffer | null }>(
    sql`select pin from phone_number where workspace_id = ${workspaceId} and id = ${id}`,
  )
  return row?.pin ? await keys.open(db, workspaceId, row.pin) : null
}

export async function profileOf(
  parts: GraphParts,
  workspaceId: string,
  id: string,
): Promise<Profile | Refusal> {
  const place = await placeOf(parts, workspaceId, id)
  if (isRefusal(place)) return place
  const path = `${place.number.graph_id}/whatsapp_business_profile?fields=${encodeURIComponent(PROFILE_FIELDS)}`
  const answer = await readEdge(place.graph, path)
  return refusalOf(place.graph, answer) ?? decodeProfile(answer.body)
}

/** Changes the profile at Meta and gives it as Meta has it now. */
export async function saveProfile(
  parts: GraphParts,
  workspaceId: string,
  id: string,
  profile: Profile,
): Promise<Profile | Refusal> {
  const place = await placeOf(parts, workspaceId, id)
  if (isRefusal(place)) return place
  const edge = `${place.number.graph_id}/whatsapp_business_profile`
  const no = refusalOf(place.graph, await postNode(place.graph, edge, encodeProfile(profile)))
  return no ?? (await profileOf(parts, workspaceId, id))
}
