import { z } from 'zod'
import { endpoint } from '#core/base/endpoint.ts'
import { Id } from '#core/base/id.ts'
import { PageAsk, pageOf } from '#core/base/page.ts'
import { Audience, BroadcastDraft, BroadcastMessage, BroadcastState } from '#core/broadcast/broadcast.ts'
import { LACKS } from '#core/broadcast/lacks.ts'
import { PLACES } from '#core/broadcast/place.ts'
import { ListPiece, ListTaken } from '#core/contact/api.ts'
import { SendWindow } from '#core/flow/sequence.ts'
import { Finding, Said } from '#core/whatsapp/finding.ts'

/** An exact amount as decimal text; never a JSON number. */
const Amount = z.string()
const Count = z.number().int()
/** A wall clock of the workspace: `2026-11-28T09:00`. */
const LocalTime = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/)

/** Why something waits, was skipped, failed or stands still: the code and its sentence in both languages. */
export const BroadcastReason = z.object({ code: z.string(), ...Said.shape })
export type BroadcastReason = z.infer<typeof BroadcastReason>

/** What became of the recipients. `places` adds up to `total`. */
export const Tally = z.object({
  total: Count,
  places: z.record(z.enum(PLACES), Count),
  /** They wrote within three days after it. */
  replied: Count,
  /** Of a template's quick replies, by their place. */
  taps: z.array(z.object({ button: z.string(), title: z.string(), count: Count })),
  /** Meta said, or the gate knew, that they stopped marketing. */
  optedOut: Count,
  reasons: z.array(
    BroadcastReason.extend({
      place: z.enum(['waiting', 'failed', 'skipped']),
      count: Count,
      /** Another try makes sense. */
      retryable: z.boolean(),
    }),
  ),
  /** What the ledger has booked so far. */
  amount: Amount,
  currency: z.string(),
})
export type Tally = z.infer<typeof Tally>

/** The template as it stands with Meta now; null: it is not there any more. */
const TemplateStanding = z.object({ id: Id, status: z.string(), category: z.string() }).nullable()

const head = {
  id: Id,
  name: z.string(),
  state: BroadcastState,
  revision: Count,
  template: z.object({ name: z.string(), language: z.string() }).nullable(),
  standing: TemplateStanding,
  number: z.object({ id: Id, name: z.string(), display: z.string() }).nullable(),
  /** Wall clock of the workspace and that moment; null: at once. */
  startsLocal: LocalTime.nullable(),
  startsAt: z.number().nullable(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  updatedAt: z.number(),
  /** Why it stands still; null: it does not, or a person stopped it. */
  reason: BroadcastReason.nullable(),
  heldUntil: z.number().nullable(),
  tally: Tally.nullable(),
}
export const BroadcastHead = z.object(head)
export type BroadcastHead = z.infer<typeof BroadcastHead>

export const Broadcast = z.object({
  ...head,
  message: BroadcastMessage,
  audience: Audience,
  consent: z.string(),
  hours: SendWindow.nullable(),
  /** Rows of the list of numbers. */
  numbers: Count,
  lacks: z.array(z.enum(LACKS)),
  zone: z.string(),
  /** The channel's present moment. */
  now: z.number(),
  /** The recipients are still being written down. */
  expanding: z.boolean(),
})
export type Broadcast = z.infer<typeof Broadcast>

/** What sending would mean now. */
export const Estimate = z.object({
  recipients: Count,
  /** There are more than a broadcast may have. */
  tooMany: z.boolean(),
  /** Known people without an address. */
  unreachable: Count,
  /** Of the recipients those who will be left out, by reason; the price and the limit are without them. */
  skipped: z.array(BroadcastReason.extend({ count: Count })),
  lines: z.array(
    z.object({
      market: z.string(),
      category: z.string(),
      inWindow: z.boolean(),
      count: Count,
      free: Count,
      /** Null: no card knows the price. */
      amount: Amount.nullable(),
    }),
  ),
  currency: z.string(),
  amount: Amount,
  unpriced: Count,
  limit: z.object({
    /** Null: unlimited, or Meta has not told. */
    max: Count.nullable(),
    used: Count,
    now: Count,
    later: Count,
  }),
  endsAt: z.number(),
  rate: z.number(),
  /** Of the month in which it begins. `fits`: how many of them its rest pays for, at their average price. */
  budget: z
    .object({ limit: Amount, left: Amount, fits: Count, isEnough: z.boolean(), isThisMonth: z.boolean() })
    .nullable(),
  lacks: z.array(z.enum(LACKS)),
  /** What the gate would say at once, whoever the recipient is. */
  reason: BroadcastReason.nullable(),
})
export type Estimate = z.infer<typeof Estimate>

const PreviewButton = z.object({
  kind: z.enum(['reply', 'url', 'call', 'code', 'form', 'catalog', 'contact', 'other']),
  title: z.string(),
  value: z.string().nullable(),
})
const media = z.enum(['image', 'video', 'gif', 'document', 'location', 'product']).nullable()
const PreviewCard = z.object({ media, text: z.string(), buttons: z.array(PreviewButton) })

/** What one recipient would get. */
export const Sample = z.object({
  contactId: Id.nullable(),
  name: z.string(),
  phone: z.string(),
  preview: PreviewCard.extend({
    header: z.string().nullable(),
    offer: z.string().nullable(),
    footer: z.string().nullable(),
    cards: z.array(PreviewCard),
  }).nullable(),
  /** A file of ours in the header. */
  file: z.string().nullable(),
  findings: z.array(Finding),
})
export type Sample = z.infer<typeof Sample>

export const BroadcastRecipient = z.object({
  contactId: Id,
  chatId: Id.nullable(),
  name: z.string(),
  phone: z.string().nullable(),
  place: z.enum(PLACES),
  reason: BroadcastReason.nullable(),
  at: z.number().nullable(),
  repliedAt: z.number().nullable(),
  taps: z.array(z.string()),
  dueAt: z.number().nullable(),
})
export type BroadcastRecipient = z.infer<typeof BroadcastRecipient>

export const RecipientPlace = z.enum([...PLACES, 'replied'])
export type RecipientPlace = z.infer<typeof RecipientPlace>

const tag = 'broadcast'
const path = '/api/broadcasts'
const One = z.object({ id: Id })
const Done = z.object({ done: z.literal(true) })

const act = (name: 'unschedule' | 'pause' | 'resume' | 'cancel' | 'retry', summary: string) =>
  endpoint({ method: 'POST', path: `${path}/{id}/${name}`, allow: 'admin', tag, summary })
    .input(One)
    .output(Broadcast)

export const broadcastApi = {
  broadcasts: endpoint({ method: 'GET', path, allow: 'agent', tag, summary: 'Broadcasts, newest first' })
    .input(z.object({ state: BroadcastState.optional(), ...PageAsk }))
    .output(pageOf(BroadcastHead)),
  broadcast: endpoint({ method: 'GET', path: `${path}/{id}`, allow: 'agent', tag, summary: 'One broadcast' })
    .input(One)
    .output(Broadcast),
  createBroadcast: endpoint({ method: 'POST', path, allow: 'admin', tag, summary: 'Begin a draft' })
    /** `copy`: with the template, the audience and the number of another one. */
    .input(z.object({ name: z.string().trim().min(1).max(80), copy: Id.optional() }))
    .output(Broadcast),
  saveBroadcast: endpoint({
    method: 'PUT',
    path: `${path}/{id}`,
    allow: 'admin',
    tag,
    summary: 'Save a draft',
  })
    .input(BroadcastDraft.extend({ id: Id, revision: Count }))
    .output(Broadcast),
  removeBroadcast: endpoint({
    method: 'DELETE',
    path: `${path}/{id}`,
    allow: 'admin',
    tag,
    summary: 'Remove a draft, or one that was cancelled',
  })
    .input(One)
    .output(Done),
  estimateBroadcast: endpoint({
    method: 'GET',
    path: `${path}/{id}/estimate`,
    allow: 'admin',
    tag,
    summary: 'How many, what it costs, how it fits the limit and the budget',
  })
    /** `at`: when it shall begin; without it the time for which it is scheduled, else now. */
    .input(One.extend({ at: LocalTime.optional() }))
    .output(Estimate),
  sampleBroadcast: endpoint({
    method: 'GET',
    path: `${path}/{id}/samples`,
    allow: 'admin',
    tag,
    summary: 'What some of the recipients would get',
  })
    .input(One.extend({ after: z.string().max(100).optional() }))
    .output(z.object({ items: z.array(Sample), after: z.string().nullable() })),
  /** A piece of whole lines of a CSV; `line` is the number of its first line, `heading` the first line of the file. */
  addNumbers: endpoint({
    method: 'POST',
    path: `${path}/{id}/numbers`,
    allow: 'admin',
    tag,
    summary: 'Add a piece of a list of numbers',
  })
    .input(One.extend(ListPiece.shape))
    .output(ListTaken.extend({ total: Count })),
  clearNumbers: endpoint({
    method: 'DELETE',
    path: `${path}/{id}/numbers`,
    allow: 'admin',
    tag,
    summary: 'Let go of the list of numbers',
  })
    .input(One)
    .output(Done),
  /** `recipients` is the number that was estimated: when the audience has another size by now, it is refused. */
  startBroadcast: endpoint({
    method: 'POST',
    path: `${path}/{id}/start`,
    allow: 'admin',
    tag,
    summary: 'Send now, or at a wall clock of the workspace',
  })
    .input(One.extend({ revision: Count, recipients: Count, at: LocalTime.nullable() }))
    .output(Broadcast),
  /**
   * Sends it to one number, as it would reach its owner now, through the same gate as an agent's word; it counts nowhere in the
   * broadcast. Whoever is not known yet becomes a contact.
   */
  testBroadcast: endpoint({
    method: 'POST',
    path: `${path}/{id}/test`,
    allow: 'admin',
    tag,
    summary: 'Send a draft to one number to look at it',
  })
    .input(One.extend({ phone: z.string().trim().min(1).max(100) }))
    .output(z.object({ chatId: Id, phone: z.string() })),
  unscheduleBroadcast: act('unschedule', 'Back to a draft'),
  pauseBroadcast: act('pause', 'Stop handing over'),
  resumeBroadcast: act('resume', 'Go on'),
  cancelBroadcast: act('cancel', 'Send no more of it, for ever'),
  retryBroadcast: act('retry', 'Send again what failed and may be tried again'),
  recipients: endpoint({
    method: 'GET',
    path: `${path}/{id}/recipients`,
    allow: 'agent',
    tag,
    summary: 'Who got it, by where they stand',
  })
    .input(
      One.extend({ place: RecipientPlace.optional(), search: z.string().max(100).optional(), ...PageAsk }),
    )
    .output(pageOf(BroadcastRecipient)),
  /** A piece of the recipients as CSV; the first has the heading, `cursor` asks for the next. */
  exportRecipients: endpoint({
    method: 'GET',
    path: `${path}/{id}/export`,
    allow: 'admin',
    tag,
    summary: 'The recipients as CSV',
  })
    .input(One.extend({ cursor: Id.optional() }))
    .output(z.object({ name: z.string(), text: z.string(), cursor: z.string().nullable() })),
}
