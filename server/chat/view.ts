import type { Json } from '#core/base/json.ts'
import type { Assignees, Chat, Message, Turn } from '#core/chat/api.ts'
import { WINDOW } from '#core/policy/window.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import { encodeDraft } from '#core/whatsapp/encode.ts'
import type { Content } from '#core/whatsapp/heard.ts'
import type { Verdict } from '#core/whatsapp/verdict.ts'
import { statusOf } from '#server/chat/state.ts'
import type { ChatRow, MessageView, SentView, TurnView } from '#server/chat/store.ts'

/** What leaves the house about chats, field by field. */

/** As a member sees it: what others are writing is theirs. */
export function chatAs(row: ChatRow, memberId: string): Chat {
  return {
    id: row.id,
    contact: { id: row.contact_id, name: row.contact_name, phone: row.phone, tags: row.tags },
    number: { id: row.phone_number_id, name: row.number_name, display: row.display },
    last: row.last
      ? {
          text: row.last.text,
          kind: row.last.kind,
          out: row.last.out,
          state: row.last_state,
          at: row.last_at,
        }
      : null,
    lastAt: row.last_at,
    unread: row.unread,
    status: statusOf(row),
    assignee: row.assignee_id ? { id: row.assignee_id, name: row.assignee_name ?? '' } : null,
    team: row.team_id ? { id: row.team_id, name: row.team_name ?? '' } : null,
    turn: turnOf(row),
    pausedUntil: row.paused_until,
    windowEndsAt: row.last_inbound_at === null ? null : row.last_inbound_at + WINDOW,
    now: row.now,
    draft: row.drafts[memberId] ?? '',
  }
}

function turnOf(row: ChatRow): Chat['turn'] {
  const paused = row.bot_paused && (row.paused_until === null || row.paused_until > row.now)
  if (paused || !row.has_bot) return 'human'
  return row.run_waiting ? 'waiting' : 'bot'
}

export function messageAs(row: MessageView): Message {
  const plain = row.kind === 'note' || row.kind === 'event'
  return {
    id: row.id,
    chatId: row.chat_id,
    at: row.at,
    kind: row.kind,
    by: row.speaker,
    author: plain ? ((row.body as { bot?: string }).bot ?? row.author) : row.author,
    content: row.kind === 'in' ? (row.body as Content) : null,
    draft: row.kind === 'out' ? (row.body as Draft) : null,
    text: plain ? String((row.body as { text?: unknown }).text ?? '') : null,
    assigned: plain ? ((row.body as { to?: Assignees }).to ?? null) : null,
    file: row.file,
    state: row.state,
    fault: row.fault,
    verdict: row.verdict as Verdict | null,
    wamid: row.wamid,
    replyTo: row.reply_to,
    reactions: row.reactions,
    clientId: row.client_id,
  }
}

/** A turn of the trace, with what was said for it. */
export function turnAs(row: TurnView, messages: ReadonlyMap<string, SentView>): Turn {
  return {
    id: row.id,
    at: row.at,
    heard: row.heard,
    flow: row.flow_id ? { id: row.flow_id, name: row.flow_name ?? '', version: row.version } : null,
    outcome: row.outcome,
    ms: row.micros / 1000,
    steps: row.steps.map(
      ({ node, kind, name, heard, outlet, set, local, was, tags, chosen, fault, sent }) => ({
        node,
        kind,
        name,
        heard: heard ?? null,
        outlet: outlet ?? null,
        set: { ...set, ...local },
        was: was ?? {},
        tags: tags ?? [],
        chosen: chosen ?? null,
        fault: fault ?? null,
        sent: sent.flatMap((id) => {
          const message = messages.get(id)
          return message ? [sentAs(message)] : []
        }),
      }),
    ),
  }
}

function sentAs({ id, state, verdict, body, fault, phone }: SentView): Turn['steps'][number]['sent'][number] {
  return {
    messageId: id,
    state,
    verdict: verdict as Verdict | null,
    request: requestOf(body as Draft, phone),
    fault,
  }
}

function requestOf(draft: Draft, to: string | null): Json {
  return encodeDraft(draft, { waId: to ?? '0' }, { mediaIdOf: (file) => file })
}
