import { createHash, randomInt } from 'node:crypto'
import { NOTICE_CODE_KEPT, newNoticeCode } from '#core/workspace/notice-code.ts'
import { type OwnWhatsapp, teamApi } from '#core/workspace/team-api.ts'
import type { Bus } from '#server/base/bus.ts'
import type { Db, Query, Tx } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import { on } from '#server/base/http.ts'
import { sql } from '#server/base/sql.ts'

/** Numbers to which a code may be written that are named. */
const NUMBERS_MAX = 5

type Parts = { readonly http: Db; readonly bus: Bus }

/** The reader's own WhatsApp: flows tell them there, once they have written a code from it. */
export function ownWhatsappRoutes({ http, bus }: Parts) {
  return {
    ownWhatsapp: on(teamApi.ownWhatsapp, (_input, { seat: { workspaceId, memberId } }) =>
      http.tenant(workspaceId, (tx) => ownOf(tx, workspaceId, memberId)),
    ),
    linkWhatsapp: on(teamApi.linkWhatsapp, (_input, { seat: { workspaceId, memberId } }) =>
      http.tenant(workspaceId, async (tx) => {
        const code = newNoticeCode((below) => randomInt(below))
        const [row] = await tx.rows<{ until: number }>(sql`
          update member set notice_code = ${hashOf(code)}, notice_code_until = now() + ${NOTICE_CODE_KEPT} * interval '1 millisecond'
          where workspace_id = ${workspaceId} and id = ${memberId} returning notice_code_until as until`)
        return { code, until: row?.until ?? 0 }
      }),
    ),
    unlinkWhatsapp: on(teamApi.unlinkWhatsapp, async (_input, { seat: { workspaceId, memberId } }) => {
      await http.tenant(workspaceId, async (tx) => {
        await tx.run(sql`
          update member set notice_chat_id = null, notice_code = null where workspace_id = ${workspaceId} and id = ${memberId}`)
        await emit(tx, workspaceId, [{ kind: 'member.changed', ids: [memberId] }])
      })
      bus.call('live', workspaceId)
      return { done: true as const }
    }),
  }
}

async function ownOf(query: Query, workspaceId: string, memberId: string): Promise<OwnWhatsapp> {
  const [[linked], numbers] = await Promise.all([
    query.rows<{ phone: string | null; display: string }>(sql`
      select c.phone, n.display
      from member m
      join chat ch on ch.workspace_id = m.workspace_id and ch.id = m.notice_chat_id
      join contact c on c.workspace_id = ch.workspace_id and c.id = ch.contact_id
      join phone_number n on n.workspace_id = ch.workspace_id and n.id = ch.phone_number_id
      where m.workspace_id = ${workspaceId} and m.id = ${memberId}`),
    query.rows<{ display: string }>(sql`
      select display from phone_number where workspace_id = ${workspaceId} and state = 'CONNECTED'
      order by test, created_at, id limit ${NUMBERS_MAX}`),
  ])
  return {
    linked: linked ? { phone: linked.phone, number: linked.display } : null,
    numbers: numbers.map(({ display }) => display),
  }
}

/** A chat in which a code was written. */
export type Claim = { readonly code: string; readonly chatId: string }

/** Whoever wrote a member's code is that member: flows may tell them there from now on. A code is good once. */
export async function claimChats(tx: Tx, workspaceId: string, claims: readonly Claim[]): Promise<void> {
  const rows = claims.map(({ code, chatId }) => ({ code: hashOf(code).toString('hex'), chat: chatId }))
  await tx.run(sql`
    update member m set notice_chat_id = c.chat, notice_code = null
    from json_to_recordset(${JSON.stringify(rows)}) as c (code text, chat uuid)
    where m.workspace_id = ${workspaceId} and m.notice_code = decode(c.code, 'hex') and m.notice_code_until > now()`)
}

function hashOf(code: string): Buffer {
  return createHash('sha256').update(code).digest()
}
