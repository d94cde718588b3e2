/**
 * Where a message of ours stands.
 * queued → sending → accepted → sent → delivered → read → played is a ladder that is only climbed.
 * `uncertain`: it may have gone out and we do not know; `held`: we stopped asking, a person decides ("maybe sent").
 * `failed`: Meta or the phone refused it. `refused`: our own gate did, it never left. `cancelled`: called back before Meta had it.
 */
export const MESSAGE_STATES = [
  'queued',
  'sending',
  'uncertain',
  'held',
  'accepted',
  'sent',
  'delivered',
  'read',
  'played',
  'failed',
  'refused',
  'cancelled',
] as const
export type MessageState = (typeof MESSAGE_STATES)[number]

/** The ladder's rungs; statuses may arrive in any order, so the highest rung wins. */
export const RUNGS: Readonly<Record<MessageState, number>> = {
  queued: 0,
  sending: 1,
  uncertain: 2,
  held: 3,
  failed: 4,
  refused: 4,
  cancelled: 4,
  accepted: 5,
  sent: 6,
  delivered: 7,
  read: 8,
  played: 9,
}

/** The state after one more report: never down the ladder; a failure stands unless the phone got it after all. */
export function climb(state: MessageState, report: MessageState): MessageState {
  if (report === 'failed') return RUNGS[state] >= RUNGS.delivered ? state : 'failed'
  if (state === 'failed') return RUNGS[report] >= RUNGS.delivered ? report : 'failed'
  return RUNGS[report] > RUNGS[state] ? report : state
}
