import { MINUTE, type Millis } from '#core/base/time.ts'
import { isSameTemplate } from '#core/whatsapp/template/same.ts'
import { EDIT_MONTH, isSendable, type MetaTemplate } from '#core/whatsapp/template/state.ts'
import type { Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import type { TemplateRow } from '#server/whatsapp/template/store.ts'

/** Meta's list may lag behind what it took: only after so long does its silence mean that it took nothing. */
const LOST_AFTER: Millis = 2 * MINUTE

type Read = {
  readonly found: readonly MetaTemplate[]
  /** False: there was more than was read, so that what is not here may still be there. */
  readonly isWhole: boolean
  /** When the reading began, by the database's clock; and the channel's present moment. */
  readonly at: Millis
  readonly now: Millis
}

/**
 * Submissions whose answer never came, after Meta was read: what it has was taken, what it has not was lost. `known` are the rows
 * as they stood before the reading was written down. Gives the ids of those that are decided.
 */
export async function settleAsked(
  tx: Tx,
  workspaceId: string,
  known: readonly TemplateRow[],
  read: Read,
): Promise<string[]> {
  const fates = known.flatMap((row) => {
    const fate = fateOf(row, read)
    return fate ? [{ id: row.id, ...fate }] : []
  })
  if (fates.length === 0) return []
  await tx.run(sql`
    update template t set asked_at = null, lost = s.lost, edits = coalesce(s.edits, t.edits), updated_at = now()
    from json_to_recordset(${JSON.stringify(fates)}) as s (id uuid, lost boolean, edits json)
    where t.workspace_id = ${workspaceId} and t.id = s.id`)
  return fates.map(({ id }) => id)
}

type Fate = { readonly lost: boolean; readonly edits?: readonly Millis[] }

/** Undefined: nothing was open, or it cannot be said yet. */
function fateOf(row: TemplateRow, { found, isWhole, at, now }: Read): Fate | undefined {
  if (row.asked_at === null || row.asked_at > at) return undefined
  const theirs = found.find(
    ({ template }) => template.name === row.name && template.language === row.language,
  )
  const isTaken = theirs && (!row.meta_id || isSameTemplate(row.draft ?? row.content, theirs.template))
  if (isTaken)
    return { lost: false, ...(row.meta_id && isSendable(row.status) && { edits: editsOf(row, now) }) }
  return isWhole && row.asked_at < at - LOST_AFTER ? { lost: true } : undefined
}

/** It was an edit of an approved template, and Meta counts those. */
function editsOf({ edits }: TemplateRow, now: Millis): Millis[] {
  return [...edits.filter((one) => one > now - EDIT_MONTH), now]
}
