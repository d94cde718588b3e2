import { assert } from '#core/base/assert.ts'
import { isRefusal, type Refusal, refuse } from '#core/base/refusal.ts'
import type { Imported } from '#core/flow/bundle/api.ts'
import type { Choices } from '#core/flow/bundle/choice.ts'
import { completed } from '#core/flow/bundle/complete.ts'
import { conflictPlace, conflictReason } from '#core/flow/bundle/conflict.ts'
import type { Fill } from '#core/flow/bundle/form.ts'
import { type Brings, bringsOf, type Here } from '#core/flow/bundle/here.ts'
import { planImport } from '#core/flow/bundle/plan.ts'
import { type Read, readBundle } from '#core/flow/bundle/read.ts'
import { fillsOf, withFiles } from '#core/flow/bundle/redact.ts'
import { type Settled, settle } from '#core/flow/bundle/settle.ts'
import type { FlowNode } from '#core/flow/definition.ts'
import { SCRIPTS_MAX } from '#core/flow/trial/script.ts'
import type { Tx } from '#server/base/db.ts'
import { newId } from '#server/base/id.ts'
import { sql } from '#server/base/sql.ts'
import { insertFields, lockFields } from '#server/contact/store.ts'
import { hereOf } from '#server/flow/bundle/here.ts'
import { heldTemplates } from '#server/flow/held.ts'
import { hookOf, renewHook, saveMapping } from '#server/flow/hook/store.ts'
import { countIn } from '#server/flow/publish.ts'
import { insertSegment } from '#server/flow/segments.ts'
import { insertBot, insertFlow, lockFlow, saveDraft, worldOf } from '#server/flow/store.ts'
import { insertTests, requireTests } from '#server/flow/trial/tests.ts'
import { noteTemplates } from '#server/flow/uses.ts'
import type { Keys } from '#server/whatsapp/keys.ts'
import { bumpSettings, isBot } from '#server/whatsapp/store.ts'

/** What a file brings and what it meets; nothing is written. */
export async function lookAt(
  tx: Tx,
  workspaceId: string,
  file: unknown,
): Promise<{ readonly brings: Brings; readonly here: Here } | Refusal> {
  const read = readBundle(file)
  if (isRefusal(read)) return read
  const { here } = await hereOf(tx, workspaceId)
  return { brings: bringsOf(read, toFillOf(read, read.files)), here }
}

/** Whose act it is, and by what secrets of theirs are locked away. */
type Who = { readonly by: string; readonly keys: Keys }

/** Brings a file in as it was chosen. The caller's transaction makes it all or nothing. */
export async function importBundle(
  tx: Tx,
  workspaceId: string,
  { file, choices, ...who }: { readonly file: unknown; readonly choices: Choices } & Who,
): Promise<Imported | Refusal> {
  const read = readBundle(file)
  if (isRefusal(read)) return read
  // What a name means here must not change between the plan and the writing.
  await lockFields(tx, workspaceId)
  const { here, templates } = await hereOf(tx, workspaceId)
  const files = await filesHere(tx, workspaceId, choices.files)
  const brings = bringsOf(read, toFillOf(read, files))
  const chosen = completed({ ...choices, files }, brings, here)
  const { conflicts } = planImport(brings, chosen, here)
  const [worst] = conflicts
  if (worst)
    return refuse('import-unsettled', {
      place: conflictPlace(worst, 'en'),
      place_id: conflictPlace(worst, 'id'),
      reason: conflictReason(worst, 'en'),
      reason_id: conflictReason(worst, 'id'),
    })
  const settled = settle(read, chosen, here, { newId, templates })
  if (!settled.bot.isNew && !(await isBot(tx, workspaceId, settled.bot.id))) return refuse('not-found')
  const wrong = await holdReplaced(tx, workspaceId, settled.flows)
  if (wrong) return wrong
  await write(tx, workspaceId, settled, who)
  const counts = await recount(tx, workspaceId, settled.flows)
  const botName = settled.bot.isNew
    ? settled.bot.name
    : here.bots.find(({ id }) => id === settled.bot.id)?.name
  return {
    bot: { id: settled.bot.id, name: botName ?? '' },
    flows: settled.flows.map(({ id, name, replaces }, at) => ({
      ...{ id, name, replaced: replaces, key: read.flows[at]?.key ?? '' },
      ...(counts[at] ?? { errors: 0, warnings: 0 }),
    })),
    sequences: settled.sequences.map(({ id, name }) => ({ id, name })),
    fields: settled.fields.map(({ key }) => key),
    toFill: brings.toFill.filter(
      ({ what, name }) => what !== 'secret' || !here.secrets.includes(secretAs(chosen.secrets, name)),
    ),
  }
}

function secretAs(secrets: Choices['secrets'], name = ''): string {
  return secrets.find((one) => one.name === name)?.as ?? name
}

/** Of the uploads that were named, those that are of this workspace. */
async function filesHere(tx: Tx, workspaceId: string, files: Choices['files']): Promise<Choices['files']> {
  const rows = await tx.rows<{ id: string }>(sql`
    select id from file where workspace_id = ${workspaceId} and id = any(${files.map(({ as }) => as)}::uuid[])`)
  const known = new Set(rows.map(({ id }) => id))
  return files.filter(({ as }) => known.has(as))
}

/** Looked up in the flows: what the file says of itself is not believed. `files`: those that come with it. */
function toFillOf({ flows, told }: Read, files: readonly { readonly key: string }[]): Fill[] {
  const come = new Set(files.map(({ key }) => key))
  const bare = (node: FlowNode) => (told ? withFiles(node, (key) => (come.has(key) ? key : undefined)) : node)
  return flows.flatMap(({ key, hook, definition }) => [
    ...(hook ? [{ what: 'hook' as const, flow: key }] : []),
    ...Object.entries(definition.nodes).flatMap(([id, node]) => fillsOf(key, id, bare(node))),
  ])
}

/** Locks the flows that get a new draft. The last moment for a no: from here on everything is written. */
async function holdReplaced(tx: Tx, workspaceId: string, flows: Settled['flows']): Promise<Refusal | null> {
  for (const { id, replaces, tests } of flows) {
    if (!replaces) continue
    if (!(await lockFlow(tx, workspaceId, id))) return refuse('not-found')
    const [row] = await tx.rows<{ many: number }>(sql`
      select count(*)::int as many from flow_test
      where workspace_id = ${workspaceId} and flow_id = ${id} and script ->> 'name' <> all(${namesOf(tests)}::text[])`)
    if ((row?.many ?? 0) + tests.length > SCRIPTS_MAX) return refuse('tests-many')
  }
  return null
}

function namesOf(tests: readonly { readonly name: string }[]): string[] {
  return tests.map(({ name }) => name)
}

async function write(tx: Tx, workspaceId: string, settled: Settled, who: Who): Promise<void> {
  const { bot, fields, flows, sequences, segments } = settled
  if (bot.isNew) await insertBot(tx, workspaceId, bot.id, bot.name)
  const rows = fields.map(({ default: begin, ...field }) => ({ ...field, default_value: begin }))
  await insertFields(tx, workspaceId, rows)
  for (const segment of segments) await insertSegment(tx, workspaceId, segment)
  for (const flow of flows) await writeFlow(tx, workspaceId, { ...flow, botId: bot.id }, who)
  for (const { id, name, enabled, endsOnReply, window, steps } of sequences)
    await tx.run(sql`
      insert into sequence (workspace_id, id, bot_id, name, enabled, steps, send_window, ends_on_reply)
      values (${workspaceId}, ${id}, ${bot.id}, ${name}, ${enabled}, ${JSON.stringify(steps)},
              ${window && JSON.stringify(window)}, ${endsOnReply})`)
  await bumpSettings(tx, workspaceId)
}

type NewFlow = Settled['flows'][number] & { readonly botId: string }
const UNCOUNTED = { errors: 0, warnings: 0 }

/** A new flow, or the new draft of one that is there. What runs of it stays, and so do its webhook and its other tests. */
async function writeFlow(tx: Tx, workspaceId: string, flow: NewFlow, { by, keys }: Who): Promise<void> {
  const { id, replaces, definition, layout, tests, testsRequired, hook } = flow
  if (replaces) await saveDraft(tx, workspaceId, id, { definition, layout, ...UNCOUNTED, by })
  else await insertFlow(tx, workspaceId, { ...flow, ...UNCOUNTED })
  await noteTemplates(tx, workspaceId, { flowId: id, isLive: false, definitions: [definition] })
  await tx.run(sql`
    delete from flow_test
    where workspace_id = ${workspaceId} and flow_id = ${id} and script ->> 'name' = any(${namesOf(tests)}::text[])`)
  const isKept = await insertTests(
    tx,
    workspaceId,
    id,
    tests.map((script) => ({ id: newId(), script })),
  )
  assert(isKept, 'the tests were counted before')
  if (testsRequired) await requireTests(tx, workspaceId, id, true)
  if (hook && !(await hookOf(tx, workspaceId, id))) {
    await renewHook(tx, workspaceId, id, keys)
    await saveMapping(tx, workspaceId, id, hook)
  }
}

/** What the checker finds, asked when all flows are there and know each other. */
async function recount(
  tx: Tx,
  workspaceId: string,
  flows: Settled['flows'],
): Promise<{ errors: number; warnings: number }[]> {
  const world = await worldOf(tx, workspaceId)
  const counts: { errors: number; warnings: number }[] = []
  for (const { id, definition } of flows) {
    const templates = await heldTemplates(tx, workspaceId, definition)
    counts.push(countIn(definition, { flow: id, templates, ...world }))
  }
  const rows = flows.map(({ id }, at) => ({ id, ...counts[at] }))
  await tx.run(sql`
    update flow f set errors = c.errors, warnings = c.warnings
    from json_to_recordset(${JSON.stringify(rows)}) as c (id uuid, errors int, warnings int)
    where f.workspace_id = ${workspaceId} and f.id = c.id`)
  return counts
}
