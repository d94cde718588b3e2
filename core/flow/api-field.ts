import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'
import { Field, FieldKey } from '#core/contact/api.ts'

/** A step that uses a field: of a flow's draft, or of the version that runs. */
export const UsedBy = z.object({
  flowId: Id,
  flow: z.string(),
  where: z.enum(['draft', 'live']),
  node: z.string(),
  step: z.string(),
  way: z.enum(['fills', 'reads']),
})
export type UsedBy = z.infer<typeof UsedBy>

const tag = 'flow'
const OfField = z.object({ id: FieldKey })

/** What of fields concerns flows: where they are used, and changes that their uses follow. */
export const fieldApi = {
  fieldUses: endpoint({
    method: 'GET',
    path: '/api/fields/{id}/uses',
    allow: 'agent',
    tag,
    summary: 'Where a field is used',
  })
    .input(OfField)
    .output(z.object({ uses: z.array(UsedBy) })),
  /** Drafts are rewritten; published versions stay, and go on meaning it by its former key. Renaming back undoes it. */
  renameField: endpoint({
    method: 'POST',
    path: '/api/fields/{id}/rename',
    allow: 'admin',
    tag,
    summary: 'Give a field another key, and every draft that uses it',
  })
    .input(OfField.extend({ key: FieldKey }))
    .output(z.object({ field: Field, drafts: z.number().int() })),
  /** Refused with `field-used` while a flow uses it. */
  deleteField: endpoint({
    method: 'DELETE',
    path: '/api/fields/{id}',
    allow: 'admin',
    tag,
    summary: 'Delete a field that no flow uses',
  })
    .input(OfField)
    .output(z.object({ done: z.literal(true) })),
}
