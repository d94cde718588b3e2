import type { Language } from '#core/base/language.ts'
import type { Sample } from '#core/broadcast/api.ts'
import { tapNode } from '#core/broadcast/broadcast.ts'
import { type Catalogue, catalogueOf } from '#core/contact/field/catalogue.ts'
import { fillNode, liveVoice } from '#core/flow/step/fill-template.ts'
import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import { peopleOf } from '#server/broadcast/audience.ts'
import { askedOf } from '#server/broadcast/estimate.ts'
import type { BroadcastRow } from '#server/broadcast/store.ts'
import { listFields } from '#server/contact/store.ts'

/** Recipients that are shown at once. */
const SAMPLES = 5

type Found = {
  readonly contact_id: string | null
  readonly addr: string
  readonly name: string
  readonly fields: Record<string, string>
  readonly tags: string[] | null
  readonly last_inbound_at: number | null
  readonly workspace_name: string
  readonly language: Language
}

/** Some of the recipients and exactly what each would get now, in the order of their addresses; nobody is written to. */
export async function samplesOf(
  query: Query,
  workspaceId: string,
  row: BroadcastRow,
  after: string | undefined,
): Promise<{ readonly items: Sample[]; readonly after: string | null }> {
  const catalogue = catalogueOf(await listFields(query, workspaceId))
  const found = await query.rows<Found>(sql`
    select p.contact_id, p.addr, coalesce(nullif(c.name, ''), p.name) as name, coalesce(c.fields, '{}') || p.fields as fields, c.tags,
           ch.last_inbound_at, w.name as workspace_name, w.language
    from (${peopleOf(askedOf(workspaceId, row))}) p
    join workspace w on w.workspace_id = ${workspaceId}
    left join contact c on c.workspace_id = ${workspaceId} and c.id = p.contact_id
    left join chat ch on ch.workspace_id = ${workspaceId} and ch.contact_id = p.contact_id and ch.phone_number_id = ${row.phone_number_id}
    where p.addr collate "C" > ${after ?? ''} order by p.addr collate "C" limit ${SAMPLES}`)
  return {
    items: found.map((one) => sampleOf(row, one, catalogue)),
    after: found.length === SAMPLES ? (found.at(-1)?.addr ?? null) : null,
  }
}

function sampleOf({ id, message, zone, now }: BroadcastRow, one: Found, catalogue: Catalogue): Sample {
  const person = {
    name: one.name,
    phone: /^\d/.test(one.addr) ? one.addr : '',
    fields: one.fields,
    tags: one.tags ?? [],
    lastInboundAt: one.last_inbound_at,
  }
  const workspace = { name: one.workspace_name, zone, language: one.language }
  const filled = fillNode(
    message,
    tapNode(id),
    liveVoice({ now, person, workspace, catalogue, node: '', tries: 0 }),
  )
  const header = filled?.draft.header
  const source = header && 'source' in header ? header.source : undefined
  return {
    contactId: one.contact_id,
    name: one.name,
    phone: one.addr,
    preview: filled ? clone(filled.preview) : null,
    file: source && 'file' in source ? source.file : null,
    findings: [...(filled?.findings ?? [])],
  }
}

type Seen = NonNullable<Sample['preview']>

/** The preview as the contract takes it. */
function clone(preview: NonNullable<ReturnType<typeof fillNode>>['preview']): Seen {
  const buttons = (own: typeof preview.buttons) => own.map((button) => ({ ...button }))
  return {
    ...preview,
    buttons: buttons(preview.buttons),
    cards: preview.cards.map((card) => ({ ...card, buttons: buttons(card.buttons) })),
  }
}
