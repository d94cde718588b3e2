import {
  DONE,
  type GraphCall,
  type GraphFile,
  param,
  type Reply,
  unknownMethod,
} from '#simulator/graph-call.ts'
import {
  dropMedium,
  keepMedium,
  kindOf,
  type Medium,
  plainMime,
  SIZE_MAX,
  UPLOAD_TYPES,
  urlOf,
} from '#simulator/media.ts'
import type { Sim } from '#simulator/sim.ts'
import { hex } from '#simulator/wamid.ts'
import type { PhoneNumber, World } from '#simulator/world.ts'

const UPLOADS_MAX = 50
const UPLOAD_BYTES_MAX = 100 * 1024 * 1024
const UPLOAD_MIMES = ['application/pdf', 'image/jpeg', 'image/jpg', 'image/png', 'video/mp4']

/** `POST /{phone-number-id}/media`: a file for messages of this number. */
export async function uploadMedia(
  sim: Sim,
  world: World,
  number: PhoneNumber,
  call: GraphCall,
): Promise<Reply> {
  if (call.method !== 'POST') return unknownMethod(call)
  if (param(call, 'messaging_product') !== 'whatsapp') {
    return { code: 100, message: 'The parameter messaging_product is required.' }
  }
  if (!call.file) return { code: 100, message: 'The parameter file is required.' }
  const mime = mimeOf(call.file, param(call, 'type'))
  if (!UPLOAD_TYPES.includes(mime)) {
    return {
      code: 100,
      message: `Param file must be a file with one of the following types: ${UPLOAD_TYPES.join(', ')}. Received file of type '${mime}'.`,
    }
  }
  const { bytes, filename } = call.file
  const max = SIZE_MAX[kindOf(mime)]
  if (bytes.byteLength > max) {
    return { code: 131053, details: `The file is bigger than ${max} bytes` }
  }
  const made = { bytes, mime, numberId: number.id, filename, voice: false, source: 'business' } as const
  const medium = await keepMedium(sim, world, made)
  return medium ? { id: medium.id } : { code: 131053, details: 'Too many media are kept already' }
}

/** `GET` and `DELETE /{media-id}`. */
export async function mediaNode(sim: Sim, world: World, medium: Medium, call: GraphCall): Promise<Reply> {
  const asked = param(call, 'phone_number_id')
  if (asked !== '' && asked !== medium.numberId) {
    return { code: 100, message: 'Param phone_number_id is not a valid whatsapp business phone number id ID' }
  }
  if (call.method === 'DELETE') {
    await dropMedium(sim, medium)
    return DONE
  }
  if (call.method !== 'GET') return unknownMethod(call)
  return {
    messaging_product: 'whatsapp',
    url: urlOf(sim, world, medium),
    mime_type: medium.mime,
    sha256: medium.sha256,
    file_size: medium.size,
    id: medium.id,
  }
}

/** `POST /{app-id}/uploads`: opens a resumable upload, the way to sample files of templates. */
export function startUpload(sim: Sim, call: GraphCall): Reply {
  const length = Number.parseInt(param(call, 'file_length'), 10)
  const mime = param(call, 'file_type')
  if (!Number.isInteger(length) || length < 1 || length > UPLOAD_BYTES_MAX) {
    return { code: 100, message: 'Param file_length is not valid.' }
  }
  if (!UPLOAD_MIMES.includes(mime)) {
    return { code: 100, message: `Param file_type must be one of {${UPLOAD_MIMES.join(', ')}}` }
  }
  const [oldest] = sim.uploads.keys()
  if (sim.uploads.size >= UPLOADS_MAX && oldest) sim.uploads.delete(oldest)
  const id = `upload:${hex(32, sim.options.random)}`
  sim.uploads.set(id, { length, mime, bytes: Buffer.alloc(0) })
  return { id }
}

/** `POST` and `GET /upload:…`: the bytes, and how many have come. */
export async function uploadSession(sim: Sim, world: World, id: string, call: GraphCall): Promise<Reply> {
  const session = sim.uploads.get(id)
  if (!session) return { code: 100, message: 'The upload session does not exist or has ended' }
  if (call.method === 'GET') return { id, file_offset: session.bytes.length }
  if (call.method !== 'POST') return unknownMethod(call)
  if (Number(call.header('file_offset') || '0') !== session.bytes.length) {
    return { code: 100, message: 'The file_offset does not match the bytes received so far' }
  }
  const bytes = Buffer.concat([session.bytes, call.raw ?? Buffer.alloc(0)])
  if (bytes.length > session.length) return { code: 100, message: 'More bytes than file_length says' }
  if (bytes.length < session.length) {
    session.bytes = bytes
    return { id, file_offset: bytes.length }
  }
  const made = {
    bytes,
    mime: session.mime,
    numberId: '',
    filename: null,
    voice: false,
    source: 'upload',
  } as const
  const medium = await keepMedium(sim, world, made)
  sim.uploads.delete(id)
  return medium ? { h: `4::${Buffer.from(medium.id).toString('base64url')}` } : { code: 131053 }
}

/** What the part says about itself counts; the `type` field helps where the part says nothing. */
function mimeOf(file: GraphFile, type: string): string {
  const own = plainMime(file.mime)
  return own === '' || own === 'application/octet-stream' ? plainMime(type) || own : own
}
