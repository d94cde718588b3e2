import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'
import { Choices } from '#core/flow/bundle/choice.ts'
import { Bundle, Fill } from '#core/flow/bundle/form.ts'
import { Brings, Here } from '#core/flow/bundle/here.ts'

/** What became of a file: drafts, and what is still to be filled in. */
export const Imported = z.object({
  bot: z.object({ id: Id, name: z.string() }),
  flows: z.array(
    z.object({
      id: Id,
      key: z.string(),
      name: z.string(),
      replaced: z.boolean(),
      errors: z.number().int(),
      warnings: z.number().int(),
    }),
  ),
  sequences: z.array(z.object({ id: Id, name: z.string() })),
  fields: z.array(z.string()),
  toFill: z.array(Fill),
})
export type Imported = z.infer<typeof Imported>

const tag = 'flow'

/** Bots and flows as files: out, looked at, in. */
export const bundleApi = {
  /** The drafts of all its flows, with what they name. Refused with `bundle-too-large` beyond what can be read again. */
  exportBot: endpoint({
    method: 'GET',
    path: '/api/bots/{id}/export',
    allow: 'agent',
    tag,
    summary: 'A bot as a file',
  })
    .input(z.object({ id: Id }))
    .output(Bundle),
  exportFlow: endpoint({
    method: 'GET',
    path: '/api/flows/{id}/export',
    allow: 'agent',
    tag,
    summary: 'The draft of a flow as a file',
  })
    .input(z.object({ id: Id }))
    .output(Bundle),
  /** Nothing is written. Refused with `bundle-wrong`, naming the place in the file. */
  lookAtFile: endpoint({
    method: 'POST',
    path: '/api/imports/look',
    allow: 'admin',
    tag,
    summary: 'What the file of a bot or flow brings, and what it meets',
  })
    .input(z.object({ file: z.unknown() }))
    .output(z.object({ brings: Brings, here: Here })),
  /**
   * All of it or nothing. Flows come as drafts; what is published stays as it is. What is not chosen harms nothing (`completed`).
   * Refused with `import-unsettled`, naming what conflicts.
   */
  importFile: endpoint({
    method: 'POST',
    path: '/api/imports',
    allow: 'admin',
    tag,
    summary: 'Bring the file of a bot or flow in',
  })
    .input(z.object({ file: z.unknown(), choices: Choices.prefault({}) }))
    .output(Imported),
}
