import type { BroadcastState } from '#core/broadcast/broadcast.ts'

export const ACTS = [
  'save',
  'remove',
  'test',
  'start',
  'unschedule',
  'pause',
  'resume',
  'cancel',
  'retry',
] as const
export type Act = (typeof ACTS)[number]

const FROM: Readonly<Record<Act, readonly BroadcastState[]>> = {
  save: ['draft'],
  remove: ['draft', 'cancelled'],
  test: ['draft', 'scheduled'],
  start: ['draft'],
  unschedule: ['scheduled'],
  pause: ['sending'],
  resume: ['paused'],
  cancel: ['scheduled', 'sending', 'paused'],
  retry: ['done'],
}

/** Whether a broadcast in that state may be acted upon so. */
export function mayAct(act: Act, state: BroadcastState): boolean {
  return FROM[act].includes(state)
}
