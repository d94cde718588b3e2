import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { WhatsAppClient } from '@kapso/whatsapp-cloud-api'
import { WhatsAppAPI } from 'whatsapp-api-js'
import { hasStatus, openRig, type Rig, threadPath, updatesIn } from '#simulator/rig.ts'
import { objectOf, objectsOf, textOf } from '#simulator/wire.ts'

/** Bodies of templates, one of every kind that Meta has. */
const TEMPLATES = join(import.meta.dirname, '../test/data/template-create')

/** The smallest picture there is. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** A file of every kind that a message carries, by its type. */
export const FILES = {
  image: 'image/png',
  video: 'video/mp4',
  audio: 'audio/ogg',
  document: 'application/pdf',
  sticker: 'image/webp',
} as const
type Kind = keyof typeof FILES

/** Two independent clients, each speaking to a simulated account as it speaks to Meta. */
export type Interop = {
  readonly rig: Rig
  /** The real number, which sends. */
  readonly number: string
  /** The customer who has written to it. */
  readonly waId: string
  /** What the customer wrote. */
  readonly heard: string
  /** Ids of uploaded files. */
  readonly media: Readonly<Record<Kind, string>>
  readonly kapso: WhatsAppClient
  /** A new one each time, as its listeners are its own. */
  readonly wajs: () => WhatsAppAPI
}

/** An account with a template of every kind, a customer in the window, and a file of every kind. */
export async function openInterop(): Promise<Interop> {
  const rig = await openRig()
  await rig.control('PATCH', '', { pairLimit: false, reviewAfter: 0 })
  const said = await rig.control('POST', `${threadPath(rig.world)}/say`, { kind: 'text', text: 'halo' })
  await makeTemplates(rig)
  const kapso = new WhatsAppClient({
    accessToken: rig.world.token,
    baseUrl: rig.world.graphUrl,
    graphVersion: 'v23.0',
  })
  const number = rig.world.numbers[1]?.id ?? ''
  const upload = async (kind: Kind) => {
    const type = FILES[kind]
    const file = new Blob([PNG], { type })
    return (await kapso.media.upload({ phoneNumberId: number, type, file, fileName: `a.${kind}` })).id
  }
  return {
    rig,
    number,
    waId: rig.world.customers[0]?.waId ?? '',
    heard: textOf(said.body.wamid),
    media: {
      image: await upload('image'),
      video: await upload('video'),
      audio: await upload('audio'),
      document: await upload('document'),
      sticker: await upload('sticker'),
    },
    kapso,
    wajs: () => wajsFor(rig),
  }
}

function wajsFor({ world }: Rig): WhatsAppAPI {
  return new WhatsAppAPI({
    token: world.token,
    appSecret: world.appSecret,
    v: 'v24.0',
    ponyfill: {
      subtle: crypto.subtle,
      fetch: (url: string | URL | Request, init?: RequestInit) =>
        fetch(String(url).replace('https://graph.facebook.com', world.graphUrl), init),
    },
  })
}

async function makeTemplates(rig: Rig): Promise<void> {
  for (const file of await readdir(TEMPLATES)) {
    if (file === 'index.json') continue
    const body: unknown = JSON.parse(await readFile(join(TEMPLATES, file), 'utf8'))
    const made = await rig.graph('POST', `${rig.world.wabaId}/message_templates`, body)
    if (made.status !== 200) throw new Error(`${file}: ${JSON.stringify(made.body)}`)
  }
}

/** The answer has a wamid, and its message is sent soon after; throws what Meta says otherwise. */
export async function arrives({ rig }: Interop, answer: unknown): Promise<string> {
  const id = textOf(objectsOf(objectOf(answer).messages)[0]?.id)
  if (id === '') throw new Error(JSON.stringify(answer))
  const post = await rig.receiver.until((one) => hasStatus('sent', id)(one) || hasStatus('failed', id)(one))
  if (updatesIn(post, 'statuses')[0]?.status !== 'sent') throw new Error(post.raw)
  return id
}
