import type { Foresight, Prospect } from '#core/policy/foresight.ts'
import type { Query } from '#server/base/db.ts'

/** Reads what the gate must know of templates, prices and limits; `server/policy/foresee.ts` does it. */
export type Foresee = (query: Query, workspaceId: string, prospect: Prospect) => Promise<Foresight>
