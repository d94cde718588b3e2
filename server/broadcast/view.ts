import type { Language } from '#core/base/language.ts'
import { type Details, isRefusalCode, sentenceOf } from '#core/base/refusal.ts'
import type { Broadcast, BroadcastHead, BroadcastReason, Tally } from '#core/broadcast/api.ts'
import { lacksOf } from '#core/broadcast/lacks.ts'
import { PLACES } from '#core/broadcast/place.ts'
import { faultWords, isRetryable } from '#core/broadcast/result.ts'
import { quickReplies } from '#core/flow/nodes/template-shape.ts'
import { microText } from '#core/policy/price/micro.ts'
import type { BroadcastRow, TallyRow } from '#server/broadcast/store.ts'

/** What leaves the house about broadcasts, field by field. */
export function headAs(row: BroadcastRow): BroadcastHead {
  const { template } = row.message
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    revision: row.revision,
    template: template ? { name: template.name, language: template.language } : null,
    standing:
      row.template_id === null
        ? null
        : { id: row.template_id, status: row.template_status ?? '', category: row.template_category ?? '' },
    number:
      row.phone_number_id === null
        ? null
        : { id: row.phone_number_id, name: row.number_name ?? '', display: row.display ?? '' },
    startsLocal: row.starts_local,
    startsAt: row.starts_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    updatedAt: row.updated_at,
    reason: row.reason && reasonAs(row.reason.code, row.reason.details),
    heldUntil: row.held_until,
    tally: row.tally && tallyAs(row, row.tally),
  }
}

export function broadcastAs(row: BroadcastRow): Broadcast {
  const { message, audience, consent, hours, numbers, phone_number_id: numberId } = row
  return {
    ...headAs(row),
    ...{ message, audience, consent, hours, numbers },
    lacks: row.state === 'draft' ? lacksOf({ numberId, message, audience, consent, numbers }) : [],
    zone: row.zone,
    now: row.now,
    expanding: row.state === 'sending' && !row.expanded,
  }
}

/**
 * A refusal's code or Meta's number as a sentence in both languages. Of a template that could not be filled the reason alone is said: which part of
 * which body it is tells a program something, and the reader of a list nothing.
 */
export function reasonAs(code: string, details: Details | null): BroadcastReason {
  const { reason_id: id, reason_en: en } = details ?? {}
  if (code === 'template-unsendable' && id && en) return { code, id: `${id}.`, en: `${en}.` }
  if (isRefusalCode(code)) {
    const say = (language: Language) => sentenceOf(code, language, details ?? {})
    return { code, id: say('id'), en: say('en') }
  }
  return { code, ...faultWords(Number(code)) }
}

function tallyAs({ message }: BroadcastRow, tally: TallyRow): Tally {
  const titles = new Map(
    message.template ? quickReplies(message.template).map(({ id, title }) => [id, title]) : [],
  )
  const { total, places, replied, optedOut, taps, reasons, micros, currency } = tally
  return {
    ...{ total, replied, optedOut, currency },
    places: Object.fromEntries(PLACES.map((place) => [place, places[place] ?? 0])) as Tally['places'],
    taps: Object.entries(taps).map(([button, count]) => ({ button, count, title: titles.get(button) ?? '' })),
    reasons: reasons.map(({ place, code, details, count }) => ({
      ...reasonAs(code, details),
      ...{ place, count },
      retryable: place === 'failed' && isRetryable(Number(code)),
    })),
    amount: microText(BigInt(micros)),
  }
}
