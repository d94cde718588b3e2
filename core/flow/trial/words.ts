import type { Language, Words } from '#core/base/language.ts'
import { isRefusalCode, sentenceOf } from '#core/base/refusal.ts'
import type { Definition, FlowNode } from '#core/flow/definition.ts'
import type { OutletWord } from '#core/flow/kind.ts'
import { outletsOf } from '#core/flow/outlets.ts'
import type { Difference, DifferenceCode } from '#core/flow/trial/compare.ts'

/** `{node}` is the step, `{expected}` and `{actual}` what should have come and what came. */
const LINES: Readonly<Record<DifferenceCode, Words>> = {
  'unheard-paused': {
    id: '“{expected}” tidak didengar: bot sedang dijeda.',
    en: '“{expected}” was not heard: the bot is paused.',
  },
  'unheard-no-trigger': {
    id: '“{expected}” tidak dijawab: tidak ada kata kunci atau langkah yang menerimanya.',
    en: '“{expected}” was not answered: no keyword and no step takes it.',
  },
  'unheard-no-button': {
    id: 'Tombol “{expected}” tidak ada pada pesan mana pun.',
    en: 'No message has a button “{expected}”.',
  },
  'way-other': {
    id: 'Sesudah “{node}” seharusnya ke {expected}, tetapi ke {actual}.',
    en: 'After “{node}” it should go to {expected}, but goes to {actual}.',
  },
  'way-left': {
    id: '“{node}” seharusnya keluar lewat {expected}, tetapi lewat {actual}.',
    en: '“{node}” should be left by {expected}, but is left by {actual}.',
  },
  'way-short': {
    id: 'Jalannya berhenti sesudah “{node}”; seharusnya lanjut ke {expected}.',
    en: 'The way stops after “{node}”; it should go on to {expected}.',
  },
  'text-other': {
    id: '“{node}” seharusnya berkata “{expected}”, tetapi berkata “{actual}”.',
    en: '“{node}” should say “{expected}”, but says “{actual}”.',
  },
  'text-missing': {
    id: '“{node}” seharusnya berkata “{expected}”, tetapi tidak ada pesan.',
    en: '“{node}” should say “{expected}”, but nothing is said.',
  },
  'text-extra': {
    id: '“{node}” berkata “{actual}”, padahal tidak diharapkan.',
    en: '“{node}” says “{actual}”, which is not expected.',
  },
  'buttons-other': {
    id: 'Tombol “{node}” seharusnya {expected}, tetapi {actual}.',
    en: 'The buttons of “{node}” should be {expected}, but are {actual}.',
  },
  'refused-other': {
    id: 'Penolakan pada “{node}” seharusnya {expected}, tetapi {actual}.',
    en: 'What is refused at “{node}” should be {expected}, but is {actual}.',
  },
  'field-other': {
    id: 'Kolom {subject} seharusnya “{expected}”, tetapi “{actual}” (“{node}”).',
    en: 'The field {subject} should be “{expected}”, but is “{actual}” (“{node}”).',
  },
  'tag-missing': {
    id: 'Label {subject} seharusnya ada sesudah “{node}”.',
    en: 'The tag {subject} should be there after “{node}”.',
  },
  'tag-extra': {
    id: 'Label {subject} seharusnya tidak ada sesudah “{node}”.',
    en: 'The tag {subject} should not be there after “{node}”.',
  },
  'cost-other': {
    id: 'Biayanya seharusnya {expected}, tetapi {actual} (“{node}”).',
    en: 'The cost should be {expected}, but is {actual} (“{node}”).',
  },
  'outcome-other': {
    id: 'Seharusnya {expected} sesudah “{node}”, tetapi {actual}.',
    en: 'After “{node}” it should be {expected}, but is {actual}.',
  },
}

const NOTHING: Words = { id: 'tidak ada', en: 'nothing' }
const START: Words = { id: 'awal', en: 'the start' }
const WAYS: Readonly<Record<OutletWord, Words>> = {
  next: { id: '“Lanjut”', en: '“Next”' },
  button: { id: 'tombol', en: 'a button' },
  row: { id: 'baris daftar', en: 'a list row' },
  other: { id: '“Balasan lain”', en: '“Other reply”' },
  timeout: { id: '“Tidak dijawab”', en: '“No answer”' },
  answered: { id: '“Terjawab”', en: '“Answered”' },
  option: { id: 'pilihan', en: 'an option' },
  invalid: { id: '“Salah jawab”', en: '“Wrong answer”' },
  skip: { id: '“Dilewati”', en: '“Skipped”' },
  success: { id: '“Berhasil”', en: '“Succeeded”' },
  yes: { id: '“Ya”', en: '“Yes”' },
  no: { id: '“Tidak”', en: '“No”' },
  failed: { id: '“Gagal”', en: '“Failed”' },
  branch: { id: 'cabang', en: 'a branch' },
  each: { id: '“Setiap isi”', en: '“Each item”' },
  done: { id: '“Selesai”', en: '“Done”' },
}
const OUTCOMES: Readonly<Record<string, Words>> = {
  waiting: { id: 'menunggu', en: 'waiting' },
  ended: { id: 'selesai', en: 'ended' },
  'handed-over': { id: 'diserahkan ke tim', en: 'handed to the team' },
  failed: { id: 'gagal', en: 'failed' },
  ignored: { id: 'tidak ditanggapi', en: 'not taken up' },
}
const KINDS: Readonly<Record<string, Words>> = {
  start: { id: 'Pemicu', en: 'Trigger' },
  message: { id: 'Kirim pesan', en: 'Send message' },
  template: { id: 'Pesan template', en: 'Template' },
  question: { id: 'Pertanyaan', en: 'Question' },
  condition: { id: 'Kondisi', en: 'Condition' },
  action: { id: 'Aksi', en: 'Action' },
  handover: { id: 'Serahkan ke tim', en: 'Hand over' },
  wait: { id: 'Tunggu', en: 'Wait' },
  http: { id: 'Panggil API', en: 'HTTP request' },
  email: { id: 'Kirim email', en: 'Send e-mail' },
  goto: { id: 'Pindah ke', en: 'Go to' },
  subflow: { id: 'Sub-flow', en: 'Sub-flow' },
  foreach: { id: 'Ulangi tiap isi', en: 'For each' },
  split: { id: 'Bagi acak', en: 'Split' },
}

/** Longest text that a sentence repeats. */
const QUOTED_MAX = 120

/** The difference as a sentence for a person, with the step by its name. */
export function differenceSentence(
  difference: Difference,
  definition: Definition,
  language: Language,
): string {
  const { code, node, subject = '' } = difference
  const values: Readonly<Record<string, string>> = {
    node: node === null ? START[language] : nodeName(definition, node, language),
    subject,
    expected: toldValue(difference, difference.expected, definition, language),
    actual: toldValue(difference, difference.actual, definition, language),
  }
  return LINES[code][language].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
}

function toldValue(
  { code, node }: Difference,
  value: string,
  definition: Definition,
  language: Language,
): string {
  if (code === 'way-other' || code === 'way-short')
    return value === '' ? NOTHING[language] : `“${nodeName(definition, value, language)}”`
  if (code === 'way-left')
    return value === '' ? NOTHING[language] : wayName(definition.nodes[node ?? ''], value, language)
  if (code === 'outcome-other') return OUTCOMES[value]?.[language] ?? value
  if (code === 'refused-other') return value === '' ? NOTHING[language] : refusedAs(value, language)
  return value.length > QUOTED_MAX ? `${value.slice(0, QUOTED_MAX)}…` : value
}

function refusedAs(codes: string, language: Language): string {
  return codes
    .split(', ')
    .map((code) => (isRefusalCode(code) ? `${code} (${sentenceOf(code, language)})` : code))
    .join(', ')
}

/** A step by its own name, else by its kind and first words. */
export function nodeName(definition: Definition, id: string, language: Language): string {
  const node = Object.hasOwn(definition.nodes, id) ? definition.nodes[id] : undefined
  if (!node) return id
  if (node.name) return node.name
  const words = 'text' in node && typeof node.text === 'string' ? node.text.trim().slice(0, 40) : ''
  const kind = KINDS[node.kind]?.[language] ?? node.kind
  return words ? `${kind}: ${words}` : kind
}

/** A way out by what is written on it, else by its kind. */
export function wayName(node: FlowNode | undefined, outlet: string, language: Language): string {
  const known = node && outletsOf(node).find(({ name }) => name === outlet)
  if (known?.title) return `“${known.title}”`
  return known ? WAYS[known.word][language] : outlet
}
