import type { Choices } from '#core/flow/bundle/choice.ts'
import type { Carried } from '#core/flow/bundle/parted.ts'
import { client, problemOf } from '#web/base/api.ts'

/** The pictures and files of a bundle, uploaded one by one. What the server does not take is put in by hand later, like any that is missing. */
export async function uploaded(carried: readonly Carried[]): Promise<Choices['files']> {
  const files: Choices['files'] = []
  for (const one of carried) {
    const as = await uploadedAs(one)
    if (as !== undefined) files.push({ key: one.key, as })
  }
  return files
}

async function uploadedAs({ name, mime, data }: Carried): Promise<string | undefined> {
  const bytes = bytesOf(data)
  if (!bytes) return undefined
  try {
    const { id } = await client.whatsapp.upload({ file: new File([bytes], name, { type: mime }) })
    return id
  } catch (error) {
    // a no of the server is about this file; anything else stops the import
    if (problemOf(error)) return undefined
    throw error
  }
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  } catch {
    return undefined // somebody wrote in it by hand: no Base64
  }
}
