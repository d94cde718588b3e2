import type { Effect } from '#core/flow/effect.ts'
import { botAfter, personAfter } from '#core/flow/step/after.ts'
import type { Talk } from '#core/flow/trial/talk.ts'
import type { Draft } from '#core/whatsapp/draft.ts'

type Say = (draft: Draft, node: string) => void
type Performers = {
  [K in Effect['kind']]: (talk: Talk, effect: Extract<Effect, { kind: K }>, say: Say) => void
}

/** What each wish of a flow does to the customer of a test; nothing else is touched. */
const performers: Performers = {
  say: (_talk, { draft, node }, say) => say(draft, node),
  setField: change,
  clearField: change,
  addTag: change,
  removeTag: change,
  setLanguage: change,
  setZone: change,
  setMarketing: (talk, { stopped }) => {
    talk.person = { ...talk.person, stoppedMarketing: stopped }
  },
  setBotField: (talk, effect) => {
    talk.bot = botAfter(talk.bot, effect)
  },
  pauseBot: (talk, { until }) => {
    talk.paused = true
    talk.pausedUntil = until
  },
  handOver: (talk) => {
    talk.paused = true
    talk.pausedUntil = null
  },
  resumeBot: (talk) => {
    talk.paused = false
    talk.pausedUntil = null
  },
  assign: change,
  // the inbox and its people are not part of a test
  setStatus: () => {},
  notify: () => {},
  note: () => {},
  mail: () => {},
  // no server stands behind a test: the step runs into its time-out
  request: () => {},
  setAlarm: (talk, { at, token }) => {
    talk.alarm = { at, token }
  },
  // a test knows its own flow: what other flows and sequences make of it is theirs
  event: () => undefined,
  subscribe: () => undefined,
  clearAlarm: (talk) => {
    talk.alarm = null
  },
}

export function perform(talk: Talk, effect: Effect, say: Say): void {
  const act = performers[effect.kind] as (talk: Talk, effect: Effect, say: Say) => void
  act(talk, effect, say)
}

function change(talk: Talk, effect: Effect): void {
  talk.person = personAfter(talk.person, effect)
}
