import type { Effect } from '#core/flow/effect.ts'
import type { Person } from '#core/flow/person.ts'
import type { Talk } from '#core/flow/trial/talk.ts'
import type { Draft } from '#core/whatsapp/draft.ts'

type Say = (draft: Draft, node: string) => void
type Performers = {
  [K in Effect['kind']]: (talk: Talk, effect: Extract<Effect, { kind: K }>, say: Say) => void
}

/** What each wish of a flow does to the customer of a test; nothing else is touched. */
const performers: Performers = {
  say: (_talk, { draft, node }, say) => say(draft, node),
  setField: (talk, { field, value }) =>
    change(talk, ({ fields }) => ({ fields: { ...fields, [field]: value } })),
  clearField: (talk, { field }) => change(talk, ({ fields: { [field]: _gone, ...fields } }) => ({ fields })),
  setBotField: (talk, { field, value }) => {
    const { [field]: _gone, ...rest } = talk.bot
    talk.bot = value === null ? rest : { ...rest, [field]: value }
  },
  setLanguage: (talk, { language }) => change(talk, () => ({ language })),
  setZone: (talk, { zone }) => change(talk, () => ({ zone })),
  setMarketing: (talk, { stopped }) => change(talk, () => ({ stoppedMarketing: stopped })),
  addTag: (talk, { tag }) =>
    change(talk, ({ tags }) => ({ tags: tags.includes(tag) ? tags : [...tags, tag] })),
  removeTag: (talk, { tag }) => change(talk, ({ tags }) => ({ tags: tags.filter((known) => known !== tag) })),
  pauseBot: (talk, { until }) => {
    talk.paused = true
    talk.pausedUntil = until
  },
  handOver: (talk) => {
    talk.paused = true
    talk.pausedUntil = null
  },
  note: () => {},
  setAlarm: (talk, { at, token }) => {
    talk.alarm = { at, token }
  },
  clearAlarm: (talk) => {
    talk.alarm = null
  },
}

export function perform(talk: Talk, effect: Effect, say: Say): void {
  const act = performers[effect.kind] as (talk: Talk, effect: Effect, say: Say) => void
  act(talk, effect, say)
}

function change(talk: Talk, how: (person: Person) => Partial<Person>): void {
  talk.person = { ...talk.person, ...how(talk.person) }
}
