import type { Definition } from '#core/flow/definition.ts'
import { type Recorded, recordScript } from '#core/flow/trial/record.ts'
import type { Script } from '#core/flow/trial/script.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import type { Query } from '#server/base/db.ts'
import { sql } from '#server/base/sql.ts'
import { listTurns, messagesById, type SentView, type TurnView } from '#server/chat/store.ts'

/** Turns of a chat among which a run is looked for. */
const TURNS_MAX = 300

type Ask = {
  readonly flowId: string
  readonly definition: Definition
  readonly chatId: string
  readonly turnId: string | undefined
}

/** One run of a chat through a flow as a test; null: none is found, or nothing of it can be repeated. */
export async function recordedScript(
  query: Query,
  workspaceId: string,
  { flowId, definition, chatId, turnId }: Ask,
): Promise<Script | null> {
  const [turns, person] = await Promise.all([
    listTurns(query, workspaceId, chatId, undefined, TURNS_MAX),
    personOf(query, workspaceId, chatId),
  ])
  const run = runOf(turns.filter((turn) => turn.flow_id === flowId).toReversed(), turnId)
  const [first] = run
  if (!person || !first) return null
  const ids = run.flatMap(({ steps }) => steps.flatMap(({ sent }) => sent))
  const said = (await messagesById(query, workspaceId, ids)).filter(({ chat_id }) => chat_id === chatId)
  const messages = new Map(said.map((one) => [one.id, one]))
  const name = first.heard.text.trim().slice(0, 60) || first.flow_name || 'Tes'
  return recordScript(
    run.map((turn) => recordedAs(turn, messages)),
    { name, person },
    definition,
  )
}

/** From a start to the next: the turns of one run, oldest first. */
function runOf(turns: readonly TurnView[], turnId: string | undefined): readonly TurnView[] {
  const at = turnId === undefined ? turns.length - 1 : turns.findIndex(({ id }) => id === turnId)
  if (at < 0) return []
  const begins = (turn: TurnView) => turn.steps[0]?.kind === 'start'
  const first = turns.findLastIndex((turn, index) => index <= at && begins(turn))
  const next = turns.findIndex((turn, index) => index > at && begins(turn))
  return turns.slice(Math.max(first, 0), next < 0 ? undefined : next)
}

function recordedAs(turn: TurnView, messages: ReadonlyMap<string, SentView>): Recorded {
  return {
    at: turn.at,
    heard: turn.heard,
    outcome: turn.outcome,
    steps: turn.steps.map(({ node, outlet, set, was, tags, sent }) => ({
      node,
      outlet: outlet ?? null,
      set: set ?? {},
      was: was ?? {},
      tags: tags ?? [],
      sent: sent.flatMap((id) => {
        const message = messages.get(id)
        return message ? [{ draft: message.body as Draft, refused: refusedAs(message) }] : []
      }),
    })),
  }
}

/** The code with which our own gate refused it; what Meta refused later was said, as far as the flow knows. */
function refusedAs({ state, verdict }: SentView): string | null {
  if (state !== 'refused') return null
  const told = verdict as { readonly refusal?: string | null } | null
  return told?.refusal ?? 'refused'
}

type PersonRow = {
  readonly name: string
  readonly phone: string
  readonly fields: Record<string, string>
  readonly tags: string[]
}

async function personOf(query: Query, workspaceId: string, chatId: string): Promise<PersonRow | undefined> {
  const rows = await query.rows<PersonRow>(sql`
    select c.name, coalesce(c.phone, '') as phone, c.fields, c.tags
    from chat ch join contact c on c.workspace_id = ch.workspace_id and c.id = ch.contact_id
    where ch.workspace_id = ${workspaceId} and ch.id = ${chatId}`)
  return rows[0]
}
