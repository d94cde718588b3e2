import type { Words } from '#core/base/language.ts'
import { ruleOfCode } from '#core/whatsapp/fault-table.ts'
import type { Values } from '#core/whatsapp/finding.ts'

/** Meta's word for the quality of a number, as a shop owner says it. */
const QUALITY: Readonly<Record<string, Words>> = {
  GREEN: { id: 'tinggi', en: 'high' },
  YELLOW: { id: 'sedang', en: 'medium' },
  RED: { id: 'rendah', en: 'low' },
  UNKNOWN: { id: 'belum dinilai', en: 'not rated yet' },
  NA: { id: 'belum dinilai', en: 'not rated yet' },
}

/** What Meta may forbid an account for a while (Cloud API, `account_update`: `restriction_type`). */
const RESTRICTIONS: Readonly<Record<string, Words>> = {
  RESTRICTED_BIZ_INITIATED_MESSAGING: {
    id: 'menyapa pelanggan lebih dulu',
    en: 'writing to customers first',
  },
  RESTRICTED_CUSTOMER_INITIATED_MESSAGING: { id: 'membalas pelanggan', en: 'answering customers' },
  RESTRICTED_ADD_PHONE_NUMBER_ACTION: { id: 'menambah nomor', en: 'adding numbers' },
}

/** Meta's word for the state of a number that does not send. */
const STATES: Readonly<Record<string, Words>> = {
  DISCONNECTED: { id: 'terputus', en: 'disconnected' },
  UNVERIFIED: { id: 'belum diverifikasi', en: 'not verified yet' },
  RESTRICTED: { id: 'dibatasi Meta', en: 'restricted by Meta' },
  FLAGGED: { id: 'ditandai Meta', en: 'flagged by Meta' },
  BANNED: { id: 'diblokir Meta', en: 'banned by Meta' },
  DELETED: { id: 'tidak ada lagi di akun Meta', en: 'no longer in the account at Meta' },
  MIGRATED: { id: 'sudah dipindahkan ke akun lain', en: 'moved to another account' },
  RATE_LIMITED: { id: 'dibatasi lajunya', en: 'slowed down' },
}

/** How far a call got that brought no answer, by the door's word for it. */
const FAILURES: Readonly<Record<string, Words>> = {
  dns: { id: 'namanya tidak ditemukan', en: 'its name is not found' },
  refused: { id: 'sambungan ditolak', en: 'the connection is refused' },
  tls: { id: 'sertifikatnya tidak sah', en: 'its certificate is not valid' },
  timeout: { id: 'terlalu lama', en: 'it took too long' },
  reset: { id: 'sambungan terputus', en: 'the connection broke off' },
  cut: { id: 'sambungan terputus', en: 'the connection broke off' },
  forbidden: { id: 'tidak diizinkan server ini', en: 'this server may not visit it' },
}

export function failureWords(failure: string): Values {
  const { id, en } = FAILURES[failure] ?? same(failure)
  return { reason_id: id, reason_en: en }
}

/** What a trouble stops that does not stop everything, see `stoppedBy`. */
const PARTS: Readonly<Record<'templates' | 'broadcasts', Words>> = {
  templates: { id: 'Template dan siaran', en: 'Templates and broadcasts' },
  broadcasts: { id: 'Siaran', en: 'Broadcasts' },
}

export function partWords(part: keyof typeof PARTS): Values {
  return { part_id: PARTS[part].id, part_en: PARTS[part].en }
}

export function stateWords(state: string): Values {
  const { id, en } = STATES[state] ?? same(state)
  return { state_id: id, state_en: en }
}

const same = (word: string): Words => ({ id: word, en: word })

export function qualityWords(quality: string): Values {
  const { id, en } = QUALITY[quality] ?? same(quality)
  return { quality_id: id, quality_en: en }
}

/** The restrictions in one list; one that is new to us stays in Meta's word. */
export function restrictionWords(types: readonly string[]): Values {
  const all = types.map((type) => RESTRICTIONS[type] ?? same(type))
  return { types_id: all.map(({ id }) => id).join(', '), types_en: all.map(({ en }) => en).join(', ') }
}

/** Why sending stands still, by Meta's code; `said` is what was kept where the code is new to us. Without its full stop. */
export function troubleWords(code: number, said: string): Words {
  const { id, en } = ruleOfCode(code)?.reason ?? same(said)
  return { id: id.replace(/\.$/, ''), en: en.replace(/\.$/, '') }
}
