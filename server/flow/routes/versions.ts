import { assert } from '#core/base/assert.ts'
import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import { type FlowRow, flowApi, type Version } from '#core/flow/api.ts'
import { on } from '#server/base/http.ts'
import { canaryReport } from '#server/flow/canary.ts'
import { changeCanary, publishFlow } from '#server/flow/publish.ts'
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
    publish: on(flowApi.publish, async ({ id, ...wish }, { seat: { workspaceId }, person, language }) => {
      const published = await changeLive(parts, workspaceId, id, async (tx): Promise<Published | Refusal> => {
        const people = await publishFlow(tx, workspaceId, id, {
          by: person.id,
          language,
          ...wish,
        })
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
    canary: on(flowApi.canary, ({ id }, { seat: { workspaceId }, language }) =>
      http.tenant(workspaceId, async (tx) => {
        if (!(await flowOf(tx, workspaceId, id))) return refuse('not-found')
        return { report: await canaryReport(tx, workspaceId, id, language) }
      }),
    ),
    changeCanary: on(flowApi.changeCanary, async ({ id, ...wish }, { seat: { workspaceId } }) => {
      const changed = await changeLive(parts, workspaceId, id, async (tx) => {
        const people = await changeCanary(tx, workspaceId, id, wish)
        return isRefusal(people) ? people : { people }
      })
      if (!isRefusal(changed) && changed.people.restarted > 0) parts.bus.call('inbox', workspaceId)
      return changed
    }),
  }
}
