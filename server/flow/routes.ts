import type { Storage } from '#server/base/storage.ts'
import { bundleRoutes } from '#server/flow/bundle/routes.ts'
import { botRoutes } from '#server/flow/routes/bots.ts'
import { draftRoutes } from '#server/flow/routes/drafts.ts'
import { flowFieldRoutes } from '#server/flow/routes/fields.ts'
import { flowListRoutes } from '#server/flow/routes/flows.ts'
import { type HttpParts, httpRoutes } from '#server/flow/routes/http.ts'
import { previewRoutes } from '#server/flow/routes/previews.ts'
import { type TriggerParts, triggerRoutes } from '#server/flow/routes/triggers.ts'
import { versionRoutes } from '#server/flow/routes/versions.ts'
import { sequenceRoutes } from '#server/flow/sequence/routes.ts'

/** Bots, flows, drafts, versions and files, what begins flows, and what they ask of other servers. */
export function flowRoutes(parts: TriggerParts & HttpParts & { readonly storage: Storage }) {
  return {
    ...botRoutes(parts),
    ...flowListRoutes(parts),
    ...bundleRoutes(parts),
    ...draftRoutes(parts),
    ...versionRoutes(parts),
    ...httpRoutes(parts),
    ...triggerRoutes(parts),
    ...sequenceRoutes(parts),
    ...flowFieldRoutes(parts),
    ...previewRoutes(parts),
  }
}
