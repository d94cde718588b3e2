import { assert } from '#core/base/assert.ts'
import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import { type FlowRow, flowApi, type Version } from '#core/flow/api.ts'
import { on } from '#server/base/http.ts'
import { publishFlow } from '#server/flow/publish.ts'
import { changeLive, type FlowParts } from '#server/flow/routes/change.ts'
import { rowAs, versionAs } from '#server/flow/routes/view.ts'
import { flowOf, listVersions, versionOf } from '#server/flow/store.ts'
import type { Settled } from '#server/flow/waiting.ts'

type Published = { readonly flow: FlowRow; readonly version: Version; readonly people: Settled }

/** Published copies of a flow, which never change. */
export function versionRoutes(parts: FlowParts) {
  const { http } = parts
  return {
    versions: on(flowApi.versions, async ({ id }, { seat: { workspaceId } }) => {
      const [flow, rows] = await http.tenant(workspaceId, (tx) =>
        Promise.all([flowOf(tx, workspaceId, id), listVersions(tx, workspaceId, id)]),
      )
      return flow ? rows.map(versionAs) : refuse('not-found')
    }),
    version: on(flowApi.version, async ({ id, versionId }, { seat: { workspaceId } }) =>
      http.tenant(workspaceId, async (tx) => {
        const [content, versions] = await Promise.all([
          versionOf(tx, workspaceId, id, versionId),
          listVersions(tx, workspaceId, id),
        ])
        const version = versions.find((one) => one.id === versionId)
        return content && version ? { version: versionAs(version), ...content } : refuse('not-found')
      }),
    ),
    publish: on(flowApi.publish, async ({ id, note, runs }, { seat: { workspaceId }, person, language }) => {
      const published = await changeLive(parts, workspaceId, id, async (tx): Promise<Published | Refusal> => {
        const people = await publishFlow(tx, workspaceId, id, { by: person.id, note, language, runs })
        if (isRefusal(people)) return people
        const [[version], row] = await Promise.all([
          listVersions(tx, workspaceId, id),
          flowOf(tx, workspaceId, id),
        ])
        assert(version && row, 'the flow was just published')
        return { flow: rowAs(row), version: versionAs(version), people }
      })
      if (!isRefusal(published) && published.people.restarted > 0) parts.bus.call('inbox', workspaceId)
      return published
    }),
  }
}
