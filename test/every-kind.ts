import type { AnswerKind } from '#core/flow/answer/kinds.ts'
import type { Block } from '#core/flow/block/block.ts'
import type { BlockForm } from '#core/flow/block/form.ts'
import type { Action } from '#core/flow/nodes/action.ts'
import type { WaitNode } from '#core/flow/nodes/wait.ts'
import type { Rule } from '#core/flow/rule.ts'
import type { SimContent } from '#core/whatsapp/sim-view.ts'

/**
 * One of everything that a step may be, with what a phone, a contact or a chat then shows. A kind that is added to the
 * product and has no line here does not compile, and the journey walks every line.
 */

/** What a message step says, and how the phone shows it. The last three wait for the customer. */
export const BLOCKS: Readonly<
  Record<
    BlockForm,
    { readonly block: Partial<Block>; readonly shown: (content: SimContent) => unknown; readonly as: unknown }
  >
> = {
  text: { block: { text: 'Halo {{ first_name }}' }, shown: ({ text }) => text, as: 'Halo Dewi' },
  link: {
    block: { text: 'Menu kami', link: { label: 'Buka', url: 'https://kopi.id/menu' } },
    shown: ({ buttons }) => [buttons[0]?.kind, buttons[0]?.title, buttons[0]?.value],
    as: ['url', 'Buka', 'https://kopi.id/menu'],
  },
  location: {
    block: { location: { latitude: -6.2, longitude: 106.8, name: 'Kopi Senja' } },
    shown: ({ location }) => [location?.name, location?.latitude],
    as: ['Kopi Senja', -6.2],
  },
  contact: {
    block: { contact: { name: 'Bu Tini', phone: '+62 811 1111 222' } },
    shown: ({ contacts }) => contacts[0]?.name,
    as: 'Bu Tini',
  },
  image: { ...file('image', 'menu.jpg', 'Menu'), as: ['image', 'Menu'] },
  video: { ...file('video', 'seduh.mp4', 'Cara seduh'), as: ['video', 'Cara seduh'] },
  audio: { ...file('audio', 'salam.ogg', ''), as: ['audio', ''] },
  document: { ...file('document', 'harga.pdf', 'Daftar harga'), as: ['document', 'Daftar harga'] },
  sticker: { ...file('sticker', 'senyum.webp', ''), as: ['sticker', ''] },
  buttons: {
    block: { text: 'Mau pesan?', footer: 'Kopi Senja', buttons: [{ id: 'go', title: 'Pesan' }] },
    shown: ({ buttons, footer }) => [buttons[0]?.title, footer],
    as: ['Pesan', 'Kopi Senja'],
  },
  list: {
    block: {
      text: 'Yang mana?',
      list: { button: 'Lihat', sections: [{ rows: [{ id: 'go', title: 'Kopi', description: 'Panas' }] }] },
    },
    shown: ({ list }) => [
      list?.button,
      list?.sections[0]?.rows[0]?.title,
      list?.sections[0]?.rows[0]?.description,
    ],
    as: ['Lihat', 'Kopi', 'Panas'],
  },
  ask: {
    block: { text: 'Antar ke mana?', ask: 'location' },
    shown: ({ buttons }) => buttons[0]?.id,
    as: 'location_request_message',
  },
}

function file(media: NonNullable<Block['media']>['media'], name: string, text: string) {
  const source = { link: `https://kopi.id/${name}` }
  return {
    block: { text, media: { media, source, ...(media === 'document' ? { filename: name } : {}) } },
    shown: (content: SimContent): unknown => [content.type, content.text],
  }
}

/** What is sent for an answer: words, a place, or a file of this sort. */
type Said =
  | { readonly text: string }
  | { readonly place: true }
  | { readonly file: string; readonly mime: string }

/** What each question takes, what it does not, and what it keeps. */
export const ANSWERED: Readonly<
  Record<
    AnswerKind,
    { readonly wrong: Said | null; readonly right: Said; readonly kept: string; readonly more?: object }
  >
> = {
  text: { wrong: { text: 'x' }, right: { text: 'Jalan Melati 5' }, kept: 'Jalan Melati 5', more: { min: 3 } },
  number: { wrong: { text: 'dua' }, right: { text: '1.500,5' }, kept: '1500.5' },
  email: { wrong: { text: 'dewi' }, right: { text: 'Dewi@Contoh.id' }, kept: 'Dewi@contoh.id' },
  phone: { wrong: { text: '12' }, right: { text: '0812 3456 7890' }, kept: '6281234567890' },
  url: { wrong: { text: 'kopi' }, right: { text: 'kopi.id/menu' }, kept: 'https://kopi.id/menu' },
  date: { wrong: { text: 'kapan-kapan' }, right: { text: '17 Agustus 2027' }, kept: '2027-08-17' },
  datetime: {
    wrong: { text: 'nanti' },
    right: { text: '17 Agustus 2027 09:30' },
    kept: '2027-08-17T02:30:00Z',
  },
  choice: {
    ...{ wrong: { text: 'teh' }, right: { text: 'kopi' }, kept: 'K-1' },
    more: {
      options: [
        { id: 'a', title: 'Kopi', value: 'K-1' },
        { id: 'b', title: 'Roti' },
      ],
    },
  },
  rating: { wrong: { text: '9' }, right: { text: '4' }, kept: '4' },
  location: { wrong: { text: 'rumah' }, right: { place: true }, kept: '-6.3,106.9' },
  image: { wrong: { text: 'ini' }, right: { file: 'rumah.png', mime: 'image/png' }, kept: 'image' },
  video: { wrong: { text: 'ini' }, right: { file: 'rumah.mp4', mime: 'video/mp4' }, kept: 'video' },
  audio: { wrong: { text: 'ini' }, right: { file: 'suara.ogg', mime: 'audio/ogg' }, kept: 'audio' },
  document: {
    wrong: { text: 'ini' },
    right: { file: 'nota.pdf', mime: 'application/pdf' },
    kept: 'nota.pdf',
  },
}

/** What an action may mean of the workspace. */
export type Ids = { readonly member: string; readonly team: string; readonly sequence: string }
/** What is seen after them. `said` is the bot's own summary. */
export type Seen = {
  readonly said: string
  readonly contact: {
    readonly tags: string[]
    readonly language: string | null
    readonly zone: string | null
    readonly marketing: { readonly stopped: boolean } | null
  }
  readonly notes: readonly string[]
  readonly assigned: readonly (string | null)[]
  readonly notices: readonly string[]
  readonly waiting: number
  readonly resolved: boolean
}
/** The bot's summary of the fields that the actions below fill. */
export const SUMMARY = 'a={{ a }} b={{ b }} c={{ c }} d={{ d }} e={{ e }} f=[{{ f }}]'

type Done = {
  readonly acts: (ids: Ids) => readonly Action[]
  readonly shows: (seen: Seen) => unknown
  readonly as: unknown
}

export const ACTED: Readonly<Record<Exclude<Action['do'], 'pauseBot' | 'resumeBot'>, Done>> = {
  setField: { acts: () => [{ do: 'setField', field: 'a', value: 'isi' }], ...says('a=isi ') },
  copyField: { acts: () => [{ do: 'copyField', field: 'b', source: 'a' }], ...says('b=isi ') },
  formula: { acts: () => [{ do: 'formula', field: 'c', formula: '6 * 2' }], ...says('c=12 ') },
  addNumber: { acts: () => [{ do: 'addNumber', field: 'd', way: 'minus', by: '2' }], ...says('d=-2 ') },
  addToList: {
    acts: () => ['x', 'y'].map((value) => ({ do: 'addToList', field: 'e', value })),
    ...says('e=y '),
  },
  removeFromList: { acts: () => [{ do: 'removeFromList', field: 'e', value: 'x' }], ...says('e=y ') },
  clearField: {
    acts: () => [
      { do: 'setField', field: 'f', value: 'lama' },
      { do: 'clearField', field: 'f' },
    ],
    ...says('f=[]'),
  },
  addTag: {
    acts: () => ['vip', 'lama'].map((tag) => ({ do: 'addTag', tag })),
    ...{ shows: ({ contact }) => contact.tags.includes('vip'), as: true },
  },
  removeTag: {
    acts: () => [{ do: 'removeTag', tag: 'lama' }],
    ...{ shows: ({ contact }) => contact.tags.includes('lama'), as: false },
  },
  setLanguage: {
    acts: () => [{ do: 'setLanguage', language: 'en' }],
    ...{ shows: ({ contact }) => contact.language, as: 'en' },
  },
  setZone: {
    acts: () => [{ do: 'setZone', zone: 'Asia/Jayapura' }],
    ...{ shows: ({ contact }) => contact.zone, as: 'Asia/Jayapura' },
  },
  marketing: {
    acts: () => [{ do: 'marketing', is: 'stop' }],
    ...{ shows: ({ contact }) => contact.marketing?.stopped, as: true },
  },
  note: {
    acts: () => [{ do: 'note', text: 'Catatan {{ a }}' }],
    ...{ shows: ({ notes }) => notes.includes('Catatan isi'), as: true },
  },
  sequence: {
    acts: ({ sequence }) => [{ do: 'sequence', sequence, is: 'in' }],
    ...{ shows: ({ waiting }) => waiting, as: 1 },
  },
  assign: {
    acts: ({ member }) => [{ do: 'assign', to: 'member', ref: member, name: '' }],
    ...{ shows: ({ assigned }) => assigned.some((name) => name !== null), as: true },
  },
  notify: {
    acts: () => [
      { do: 'notify', to: 'assigned', ref: '', name: '', by: 'screen', text: 'Ada {{ first_name }}' },
    ],
    ...{ shows: ({ notices }) => notices.includes('Ada Dewi'), as: true },
  },
  unassign: {
    acts: () => [{ do: 'unassign' }],
    ...{ shows: ({ assigned }) => assigned[0], as: null },
  },
  chat: {
    acts: () => [{ do: 'chat', is: 'resolved' }],
    ...{ shows: ({ resolved }) => resolved, as: true },
  },
  event: {
    acts: () => [{ do: 'event', event: 'semua_beres' }],
    ...{ shows: ({ notes }) => notes.includes('Dari peristiwa'), as: true },
  },
}

function says(part: string): Pick<Done, 'shows' | 'as'> {
  return { shows: ({ said }) => said.includes(part), as: true }
}

/** Of each fact one rule that holds for the customer of the journey, and one that does not. */
export const RULES: Readonly<Record<Rule['fact'], (segment: string) => readonly [holds: Rule, fails: Rule]>> =
  {
    field: () => [
      { fact: 'field', field: 'first_name', is: 'equal', value: 'Dewi' },
      { fact: 'field', field: 'a', is: 'empty', value: '' },
    ],
    formula: () => [
      { fact: 'formula', formula: 'd == -2.0' },
      { fact: 'formula', formula: 'd > 0.0' },
    ],
    tag: () => [
      { fact: 'tag', tag: 'vip', is: 'has' },
      { fact: 'tag', tag: 'vip', is: 'lacks' },
    ],
    window: () => [
      { fact: 'window', is: 'open' },
      { fact: 'window', is: 'closed' },
    ],
    time: () => {
      const always = {
        fact: 'time',
        from: '00:00',
        to: '00:00',
        days: [1, 2, 3, 4, 5, 6, 7],
        zone: 'Asia/Jakarta',
      } as const
      return [
        { ...always, is: 'within', days: [...always.days] },
        { ...always, is: 'outside', days: [...always.days] },
      ]
    },
    segment: (ref) => [
      { fact: 'segment', is: 'in', ref, name: '' },
      { fact: 'segment', is: 'out', ref, name: '' },
    ],
    hours: () => [
      { fact: 'hours', is: 'open' },
      { fact: 'hours', is: 'closed' },
    ],
    number: () => [
      { fact: 'number', is: 'test', ref: '', name: '' },
      { fact: 'number', is: 'real', ref: '', name: '' },
    ],
    ad: () => [
      { fact: 'ad', is: 'not' },
      { fact: 'ad', is: 'came' },
    ],
    agent: () => [
      { fact: 'agent', is: 'offline', of: 'anyone', ref: '', name: '' },
      { fact: 'agent', is: 'online', of: 'anyone', ref: '', name: '' },
    ],
  }

/** Every wait that there is; none is longer than a day. */
export const WAITS: Readonly<Record<WaitNode['wait']['kind'], WaitNode['wait']>> = {
  for: { kind: 'for', length: { amount: 3, unit: 'hour' } },
  until: { kind: 'until', clock: '08:00', zone: 'Asia/Jakarta' },
  weekday: { kind: 'weekday', days: [1, 2, 3, 4, 5, 6, 7], clock: '09:00' },
  date: { kind: 'date', field: 'kapan', clock: '09:00' },
  hours: { kind: 'hours', days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '17:00', zone: 'Asia/Jakarta' },
  open: { kind: 'open' },
}
