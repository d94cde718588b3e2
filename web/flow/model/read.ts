import { z } from 'zod'
import { parseJson } from '#core/base/json.ts'
import { Definition, Layout } from '#core/flow/definition.ts'

const DeviceDraft = z.object({ revision: z.number().int(), definition: Definition, layout: Layout })
export type DeviceDraft = z.infer<typeof DeviceDraft>

/** A draft that was kept on this device, or undefined when the text is none. */
export function readDeviceDraft(text: string): DeviceDraft | undefined {
  const draft = DeviceDraft.safeParse(parseJson(text))
  return draft.success ? draft.data : undefined
}
