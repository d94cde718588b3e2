import { botRoutes } from '#server/flow/routes/bots.ts'
import type { FlowParts } from '#server/flow/routes/change.ts'
import { draftRoutes } from '#server/flow/routes/drafts.ts'
import { flowFieldRoutes } from '#server/flow/routes/fields.ts'
import { flowListRoutes } from '#server/flow/routes/flows.ts'
import { previewRoutes } from '#server/flow/routes/previews.ts'
import { versionRoutes } from '#server/flow/routes/versions.ts'

/** Bots, flows, drafts and versions. */
export function flowRoutes(parts: FlowParts) {
  return {
    ...botRoutes(parts),
    ...flowListRoutes(parts),
    ...draftRoutes(parts),
    ...versionRoutes(parts),
    ...flowFieldRoutes(parts),
    ...previewRoutes(parts),
  }
}
