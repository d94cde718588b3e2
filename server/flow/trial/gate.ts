import type { Language } from '#core/base/language.ts'
import { type Refusal, refuse } from '#core/base/refusal.ts'
import { catalogueOf } from '#core/contact/field/catalogue.ts'
import type { World } from '#core/flow/check/world.ts'
import type { Definition } from '#core/flow/definition.ts'
import type { Known } from '#core/flow/person.ts'
import { tryScript } from '#core/flow/trial/trial.ts'
import { differenceSentence } from '#core/flow/trial/words.ts'
import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import { listFields } from '#server/contact/store.ts'
import { areTestsRequired, listTests } from '#server/flow/trial/tests.ts'

type Draft = {
  readonly flow: string
  readonly definition: Definition
  /** What stands around it, as the checker sees it. */
  readonly world: Pick<World, 'flows' | 'templates' | 'place'>
  readonly language: Language
}

/** Where a flow's tests are required: the first that fails, with its difference in words. */
export async function refuseUntested(
  query: Query,
  workspaceId: string,
  { flow, definition, world, language }: Draft,
): Promise<Refusal | undefined> {
  if (!(await areTestsRequired(query, workspaceId, flow))) return undefined
  const [tests, fields, [workspace]] = await Promise.all([
    listTests(query, workspaceId, flow),
    listFields(query, workspaceId),
    query.rows<Known['workspace']>(
      sql`select name, zone, language, hours from workspace where workspace_id = ${workspaceId}`,
    ),
  ])
  if (!workspace) return refuse('not-found')
  const { templates, flows, place } = world
  const segments = new Map(place?.segments.map(({ id, rule }) => [id, rule]))
  const bot = Object.fromEntries(
    fields.flatMap(({ id, scope, default_value: begin }) => (scope === 'bot' && begin ? [[id, begin]] : [])),
  )
  const catalogue = catalogueOf(fields)
  const around = { flow, definition, workspace, templates, others: flows, catalogue, bot, segments }
  for (const { script } of tests) {
    const [difference] = tryScript(script, around).differences
    if (!difference) continue
    const problem = differenceSentence(difference, definition, language)
    return refuse('tests-failed', { test: script.name, problem, node: difference.node ?? '' })
  }
  return undefined
}
