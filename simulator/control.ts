import type { z } from 'zod'
import type { CreatedWorld, CreateWorldBody, SimDoor, simApi } from '#core/whatsapp/sim-api.ts'
import type { SimProblem } from '#core/whatsapp/sim-problem.ts'
import { arrived, tellTime } from '#simulator/deliver.ts'
import { awaitReview, review } from '#simulator/graph-template.ts'
import { listMails, storeMail } from '#simulator/mailbox.ts'
import { dropMediaOf } from '#simulator/media.ts'
import { tellLimit, tellName, tellPreference, tellTemplate } from '#simulator/notices.ts'
import { look, type Phone, restart, say, showThread } from '#simulator/phone.ts'
import { keep, publishWorld, type Sim, WORLDS_MAX } from '#simulator/sim.ts'
import { forgetWorld } from '#simulator/store.ts'
import { viewCreated, viewNumber, viewTemplate, viewWorld } from '#simulator/view.ts'
import {
  CUSTOMERS_MAX,
  createWorld,
  customerOf,
  FIRST_LIMIT,
  newCustomer,
  numberOf,
  RECIPIENTS_MAX,
  type World,
} from '#simulator/world.ts'

/** A "no" of the control API. */
export type Problem = {
  readonly status: 400 | 401 | 404 | 409 | 416
  readonly code: SimProblem
  /** For whoever reads the wire. */
  readonly problem: string
}
export type Params = Readonly<Record<string, string | undefined>>
/** What a door's schema makes of the body. */
type Input<K extends SimDoor> = (typeof simApi)[K]['input'] extends z.ZodType
  ? z.infer<(typeof simApi)[K]['input']>
  : null

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'problem' in value && 'status' in value
}

const DONE = { done: true }

/** Makes a world; also the programmatic way in. */
export function openWorld(sim: Sim, body: z.infer<typeof CreateWorldBody>): CreatedWorld | Problem {
  if (sim.worlds.size >= WORLDS_MAX)
    return { status: 409, code: 'worlds-full', problem: `There are ${WORLDS_MAX} worlds already.` }
  const world = createWorld(body, sim.options.now(), sim.options.random)
  sim.worlds.set(world.id, world)
  sim.tokens.set(world.token, world)
  keep(sim, world)
  return viewCreated(sim, world)
}

type AdminDoor = 'createWorld' | 'mail' | 'mailbox'
type WorldDoor = Exclude<SimDoor, AdminDoor | 'uploadMedia'>

/** What each door of the simulator's owner does. */
export const adminDoors: { [K in AdminDoor]: (sim: Sim, body: Input<K>) => unknown } = {
  createWorld: openWorld,
  mail: storeMail,
  mailbox: (sim) => ({ mails: listMails(sim) }),
}

/** What each door of one world does. */
export const worldDoors: {
  [K in WorldDoor]: (sim: Sim, world: World, params: Params, body: Input<K>) => unknown
} = {
  deleteWorld: closeWorld,
  world: viewWorld,
  patchWorld: (sim, world, _, body) => patchWorld(sim, world, body),
  clock: (sim, world, _, body) => turnClock(sim, world, body),
  addCustomer: (sim, world, _, body) => addCustomer(sim, world, body),
  patchCustomer,
  patchNumber,
  patchTemplate,
  thread: (sim, world, params) => onPhone(world, params, (phone) => showThread(sim, phone)),
  say: (sim, world, params, body) => onPhone(world, params, (phone) => sayOrRefuse(sim, phone, body)),
  look: (sim, world, params, { open }) =>
    onPhone(world, params, (phone) => {
      look(sim, phone, open)
      return DONE
    }),
  restart: (sim, world, params) =>
    onPhone(world, params, (phone) => {
      restart(sim, phone)
      return DONE
    }),
  log: (sim, world) => ({ entries: (sim.logs.get(world.id) ?? []).toReversed() }),
}

function sayOrRefuse(sim: Sim, phone: Phone, body: Input<'say'>): unknown {
  const said = say(sim, phone, body)
  return 'problem' in said ? { status: 409, ...said } : said
}

function onPhone(world: World, params: Params, act: (phone: Phone) => unknown): unknown {
  const number = numberOf(world, params.numberId ?? '')
  const customer = customerOf(world, params.customerId ?? '')
  return number && customer ? act({ world, number, customer }) : missing('number or customer')
}

async function closeWorld(sim: Sim, world: World): Promise<typeof DONE> {
  await dropMediaOf(sim, world)
  sim.worlds.delete(world.id)
  sim.tokens.delete(world.token)
  sim.logs.delete(world.id)
  sim.waiting.delete(world.id)
  forgetWorld(sim.store, world.id)
  return DONE
}

function patchWorld(sim: Sim, world: World, { faults, token, ...settings }: Input<'patchWorld'>) {
  const isNewEra = settings.regime !== undefined && settings.regime !== world.regime
  if (settings.regime && isNewEra) world.portfolioLimit = FIRST_LIMIT[settings.regime]
  Object.assign(world, withoutUndefined(settings))
  if (isNewEra || settings.portfolioLimit !== undefined) tellLimit(sim, world)
  if (token) world.tokenFate = { ...world.tokenFate, ...withoutUndefined(token) }
  if (faults) world.faults = { ...world.faults, ...withoutUndefined(faults) }
  return saved(sim, world, viewWorld(sim, world))
}

/** Turns the world's clock, lets Meta decide what is due, and tells the receiver the new time. */
async function turnClock(sim: Sim, world: World, body: Input<'clock'>) {
  await arrived(sim, world)
  world.clockOffset = 'reset' in body ? 0 : world.clockOffset + body.advance
  keep(sim, world)
  review(sim, world)
  awaitReview(sim, world)
  publishWorld(sim, world)
  await tellTime(sim, world)
  return viewWorld(sim, world)
}

function addCustomer(sim: Sim, world: World, body: Input<'addCustomer'>) {
  const customer = newCustomer(body, sim.options.random)
  if (customer.waId.length < 7)
    return { status: 400, code: 'phone-short', problem: 'The phone number has too few digits.' }
  if (world.customers.length >= CUSTOMERS_MAX)
    return { status: 409, code: 'customers-full', problem: `A world has ${CUSTOMERS_MAX} customers at most.` }
  if (world.customers.some((one) => one.waId === customer.waId)) {
    return { status: 409, code: 'customer-known', problem: 'There is a customer with this number already.' }
  }
  world.customers.push(customer)
  for (const number of world.numbers) {
    if (body.verified && number.test && number.recipients.length < RECIPIENTS_MAX)
      number.recipients.push(customer.waId)
  }
  return saved(sim, world, customer)
}

function patchCustomer(sim: Sim, world: World, params: Params, body: Input<'patchCustomer'>) {
  const customer = customerOf(world, params.customerId ?? '')
  if (!customer) return missing('customer')
  const before = customer.marketingStopped
  Object.assign(customer, withoutUndefined(body))
  if (customer.marketingStopped !== before) tellPreference(sim, world, customer)
  return saved(sim, world, customer)
}

function patchNumber(sim: Sim, world: World, params: Params, body: Input<'patchNumber'>) {
  const number = numberOf(world, params.numberId ?? '')
  if (!number) return missing('number')
  const { nameReason, ...changes } = body
  Object.assign(number, withoutUndefined(changes))
  sim.buckets.delete(number.id)
  if (body.nameStatus !== undefined) tellName(sim, world, number, nameReason ?? null)
  return saved(sim, world, viewNumber(number))
}

function patchTemplate(sim: Sim, world: World, params: Params, body: Input<'patchTemplate'>) {
  const template = world.templates.find(({ id }) => id === params.templateId)
  if (!template) return missing('template')
  template.status = body.status
  template.rejectedReason = body.status === 'REJECTED' ? (body.reason ?? 'INCORRECT_CATEGORY') : 'NONE'
  template.reviewAt = null
  tellTemplate(sim, world, template)
  return saved(sim, world, viewTemplate(template))
}

function saved<T>(sim: Sim, world: World, view: T): T {
  keep(sim, world)
  publishWorld(sim, world)
  return view
}

function withoutUndefined(values: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}

function missing(what: string): Problem {
  return { status: 404, code: 'missing', problem: `There is no such ${what} in this world.` }
}
