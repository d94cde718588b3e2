import type { Language } from '#core/base/language.ts'
import type { Thread } from '#core/flow/comment/api.ts'
import { namedIn } from '#core/workspace/mention.ts'
import type { Tx } from '#server/base/db.ts'
import { emit, facts } from '#server/base/events.ts'
import { newId } from '#server/base/id.ts'
import { IS_ONLINE } from '#server/base/presence.ts'
import { sql } from '#server/base/sql.ts'
import type { FlowMail } from '#server/flow/letter.ts'
import { MEMBERS_MAX } from '#server/workspace/crew.ts'
import { insertNotices } from '#server/workspace/notices.ts'

export type Telling = {
  readonly sendMail: (tx: Tx, workspaceId: string, mail: FlowMail) => Promise<void>
  readonly publicUrl: string
}
type Reader = {
  readonly id: string
  readonly user_id: string
  readonly name: string
  readonly email: string
  readonly online: boolean
}
type Spoken = { readonly flowId: string; readonly thread: Thread; readonly by: string; readonly body: string }

/** Letters of a comment that a notice shows. */
const SHOWN_MAX = 240

/** Tells whom a comment names, and who began its thread, on their screens; who has none open gets a mail too. Nobody is told of their own words. */
export async function tellReaders(
  tx: Tx,
  workspaceId: string,
  { flowId, thread, by, body }: Spoken,
  { sendMail, publicUrl }: Telling,
): Promise<void> {
  const members = await tx.rows<Reader>(sql`
    select m.id, m.user_id, u.name, u.email, ${IS_ONLINE} as online
    from member m join auth."user" u on u.id::text = m.user_id::text
    where m.workspace_id = ${workspaceId} order by m.created_at, m.id limit ${MEMBERS_MAX}`)
  const named = new Set(namedIn(body, members).map(({ id }) => id))
  const began = thread.comments[0]?.authorId
  const told = members.filter(({ id, user_id }) => user_id !== by && (named.has(id) || user_id === began))
  if (told.length === 0) return
  const author = members.find(({ user_id }) => user_id === by)?.name ?? ''
  const text = `${author}: ${body.length > SHOWN_MAX ? `${body.slice(0, SHOWN_MAX)}…` : body}`
  await insertNotices(
    tx,
    workspaceId,
    told.map(({ id }) => ({ id: newId(), member_id: id, chat_id: null, flow_id: flowId, text })),
  )
  await emit(
    tx,
    workspaceId,
    facts(
      'notice.added',
      told.map(({ id }) => id),
    ),
  )
  const away = told.filter(({ online, email }) => !online && !email.endsWith('@demo.invalid'))
  if (away.length === 0) return
  const [place] = await tx.rows<{ business: string; language: Language; flow: string }>(sql`
    select w.name as business, w.language, f.name as flow from workspace w
    join flow f on f.workspace_id = w.workspace_id and f.id = ${flowId} where w.workspace_id = ${workspaceId}`)
  if (!place) return
  const subject = SUBJECTS[place.language](place.business, author, place.flow)
  const link = `${publicUrl}/flows/${flowId}?panel=comments`
  for (const { email } of away)
    await sendMail(tx, workspaceId, { to: email, subject, text: [text, '', link].join('\n') })
}

const SUBJECTS: Readonly<Record<Language, (business: string, author: string, flow: string) => string>> = {
  id: (business, author, flow) => `${business}: komentar ${author} di flow “${flow}”`,
  en: (business, author, flow) => `${business}: a comment by ${author} on the flow “${flow}”`,
}
