import { type Bubble, lastNumberOf } from '#simulator/bubbles.ts'
import { notify } from '#simulator/deliver.ts'
import { webhookError } from '#simulator/errors.ts'
import { conversationOf, priceOf } from '#simulator/pricing.ts'
import { type Sim, worldNow } from '#simulator/sim.ts'
import type { Template } from '#simulator/template-seed.ts'
import {
  type Customer,
  customerOf,
  numberOf,
  type PhoneNumber,
  tierOf,
  type World,
} from '#simulator/world.ts'

/** Meta's webhooks, said in its own words. */

/** What the customer wrote: `message` is Meta's message object without sender, id and time. */
export function tellMessage(
  sim: Sim,
  world: World,
  { number, customer, wamid, at }: { number: PhoneNumber; customer: Customer; wamid: string; at: number },
  message: Record<string, unknown>,
): void {
  const hidden = customer.usernameOnly
  const contact = {
    profile: { name: customer.name, ...(customer.username ? { username: customer.username } : {}) },
    ...(hidden ? {} : { wa_id: customer.waId }),
    user_id: customer.bsuid,
  }
  const head = {
    ...(hidden ? {} : { from: customer.waId }),
    from_user_id: customer.bsuid,
    id: wamid,
    timestamp: secondsOf(at),
  }
  notify(sim, world, {
    field: 'messages',
    numberId: number.id,
    lane: customer.id,
    wamid,
    value: { ...headOf(number), contacts: [contact], messages: [{ ...head, ...message }] },
  })
}

/** What became of a message of the business. */
export function tellStatus(sim: Sim, world: World, bubble: Bubble, status: string): void {
  const number = numberOf(world, bubble.numberId)
  if (!number || world.faults.statusOff) return
  const customer = customerOf(world, bubble.customerId)
  const waId = customer?.waId ?? bubble.customerId
  const hidden = bubble.extra.toBsuid && (customer?.usernameOnly ?? true)
  const failed = status === 'failed'
  const contact = {
    ...(hidden ? {} : { wa_id: waId }),
    ...(customer && !(failed && !bubble.extra.toBsuid) ? { user_id: customer.bsuid } : {}),
  }
  const detail = failed ? { errors: errorsOf(bubble) } : pricesOf(world, bubble, status)
  const value = {
    id: bubble.wamid,
    status,
    timestamp: secondsOf(worldNow(sim, world)),
    ...(hidden ? {} : { recipient_id: waId }),
    ...(contact.user_id ? { recipient_user_id: contact.user_id } : {}),
    ...(bubble.extra.opaque === undefined ? {} : { biz_opaque_callback_data: bubble.extra.opaque }),
    ...detail,
  }
  notify(sim, world, {
    field: 'messages',
    numberId: number.id,
    lane: bubble.customerId,
    value: { ...headOf(number), contacts: [contact], statuses: [value] },
  })
}

export function tellTemplate(sim: Sim, world: World, template: Template): void {
  notify(sim, world, {
    field: 'message_template_status_update',
    numberId: null,
    lane: 'account',
    timed: true,
    value: {
      event: template.status,
      message_template_id: Number(template.id),
      message_template_name: template.name,
      message_template_language: template.language,
      reason: template.rejectedReason,
      message_template_category: template.category,
    },
  })
}

const DECISIONS: Readonly<Record<string, string>> = { DECLINED: 'REJECTED', PENDING_REVIEW: 'PENDING' }

/** Meta's decision about a display name. */
export function tellName(sim: Sim, world: World, number: PhoneNumber, reason: string | null): void {
  const status = number.nameStatus ?? 'APPROVED'
  notify(sim, world, {
    field: 'phone_number_name_update',
    numberId: null,
    lane: 'account',
    timed: true,
    value: {
      display_phone_number: number.digits,
      decision: DECISIONS[status] ?? status,
      requested_verified_name: number.name,
      rejection_reason: reason,
    },
  })
}

/** The messaging limit: of the portfolio, which all its numbers share; in 2022 of each number. */
export function tellLimit(sim: Sim, world: World): void {
  if (world.regime === '2022') {
    for (const number of world.numbers) tellNumberLimit(sim, world, number)
    return
  }
  notify(sim, world, {
    field: 'business_capability_update',
    numberId: null,
    lane: 'account',
    timed: true,
    value: {
      max_daily_conversations_per_business: world.portfolioLimit,
      max_phone_numbers_per_business: 20,
      max_phone_numbers_per_waba: 25,
    },
  })
}

function tellNumberLimit(sim: Sim, world: World, number: PhoneNumber): void {
  notify(sim, world, {
    field: 'phone_number_quality_update',
    numberId: null,
    lane: 'account',
    timed: true,
    value: { display_phone_number: number.digits, event: 'UPGRADE', current_limit: tierOf(world) },
  })
}

export function tellPreference(sim: Sim, world: World, customer: Customer): void {
  const value = customer.marketingStopped ? 'stop' : 'resume'
  const known = lastNumberOf(sim.store, world.id, customer.id)
  const number = (known && numberOf(world, known)) || world.numbers[0]
  if (!number) return
  const preference = {
    wa_id: customer.waId,
    user_id: customer.bsuid,
    detail: `User requested to ${value} marketing messages`,
    category: 'marketing_messages',
    value,
    timestamp: Math.floor(worldNow(sim, world) / 1000),
  }
  notify(sim, world, {
    field: 'user_preferences',
    numberId: null,
    lane: customer.id,
    value: {
      ...headOf(number),
      contacts: [{ profile: { name: customer.name }, wa_id: customer.waId, user_id: customer.bsuid }],
      user_preferences: [preference],
    },
  })
}

function headOf(number: PhoneNumber) {
  return {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: number.digits, phone_number_id: number.id },
  }
}

function errorsOf(bubble: Bubble) {
  return bubble.error ? [webhookError(bubble.error.code, bubble.error.details)] : []
}

/** Pricing comes with `sent` and `delivered`; conversation only where the payload version still has it. */
function pricesOf(world: World, bubble: Bubble, status: string) {
  if (status !== 'sent' && status !== 'delivered') return {}
  const { billed, category } = bubble.extra
  if (!billed) return {}
  const conversation = conversationOf(world, bubble, status)
  return { ...(conversation ? { conversation } : {}), pricing: priceOf(billed, category) }
}

function secondsOf(at: number): string {
  return String(Math.floor(at / 1000))
}
