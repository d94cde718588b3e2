import type { Micro } from '#core/policy/price/micro.ts'
import type { RegimeId } from '#core/policy/price/regime.ts'
import type { Query, Tx } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'

/** Imported cards that a workspace may keep. */
export const CARDS_MAX = 100

export type ImportedRow = {
  readonly id: string
  readonly unit: 'conversation' | 'message'
  readonly currency: string
  readonly effective: string
  readonly rates: number
}

export function listImported(query: Query, workspaceId: string): Promise<ImportedRow[]> {
  return query.rows(sql`
    select id, unit, currency, effective, rates from rate_card where workspace_id = ${workspaceId}
    order by effective desc, id limit ${CARDS_MAX}`)
}

/** Keeps the card's text; the same unit, currency and day again replaces it. Answers with its id. */
export async function saveCard(
  tx: Tx,
  workspaceId: string,
  { id, unit, currency, effective, rates, csv }: ImportedRow & { readonly csv: string },
): Promise<string> {
  const [row] = await tx.rows<{ id: string }>(sql`
    insert into rate_card (workspace_id, id, unit, currency, effective, csv, rates)
    values (${workspaceId}, ${id}, ${unit}, ${currency}, ${effective}, ${csv}, ${rates})
    on conflict (workspace_id, unit, currency, effective) do update
    set csv = excluded.csv, rates = excluded.rates, created_at = now()
    returning id`)
  return row?.id ?? id
}

export async function dropCard(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
  return (await tx.run(sql`delete from rate_card where workspace_id = ${workspaceId} and id = ${id}`)) > 0
}

export async function saveSetting(
  tx: Tx,
  workspaceId: string,
  { currency, regime, budget }: { currency: string; regime: RegimeId | null; budget: Micro | null },
): Promise<void> {
  const micros = budget === null ? null : String(budget)
  await tx.run(sql`
    insert into price_setting (workspace_id, currency, regime, budget_micros)
    values (${workspaceId}, ${currency}, ${regime}, ${micros}::bigint)
    on conflict (workspace_id) do update
    set currency = excluded.currency, regime = excluded.regime, budget_micros = excluded.budget_micros`)
}
