import { mediumOf } from '#simulator/media.ts'
import { keep, type Sim, worldNow } from '#simulator/sim.ts'
import { hex } from '#simulator/wamid.ts'
import { type Approval, numberOf, type World } from '#simulator/world.ts'

/** What the dialog asks for. Whoever approves may leave some out. */
export const ASKED_SCOPES = [
  'whatsapp_business_management',
  'whatsapp_business_messaging',
  'business_management',
] as const

/** A code of Embedded Signup lives 30 seconds of the app's world. */
const CODE_LIFE = 30_000
/** Approvals that an app remembers; the oldest go. */
const APPROVALS_MAX = 100

/** An approval with the world of the app that got it. */
export type Approved = { readonly app: World; readonly approval: Approval }

/** Everything at Meta that the person with this key manages; empty: nobody has the key. */
export function worldsOfPerson(sim: Sim, key: string): World[] {
  const own = [...sim.worlds.values()].find((world) => key !== '' && world.key === key)
  return own ? [...sim.worlds.values()].filter((world) => personOf(world) === personOf(own)) : []
}

function personOf(world: World): string {
  return world.person ?? world.id
}

export function appWorld(sim: Sim, appId: string): World | undefined {
  return [...sim.worlds.values()].find((world) => world.appId === appId)
}

type Given = {
  readonly redirectUri: string
  readonly worldIds: readonly string[]
  readonly scopes: readonly string[]
}

/** Keeps what a person has approved and gives the code for it. */
export function approve(sim: Sim, app: World, given: Given): string {
  const code = `AQ${hex(64, sim.options.random)}`
  const token = `EAA${hex(96, sim.options.random)}`
  const approval = { ...given, code, token, at: worldNow(sim, app), used: false }
  app.approvals = [...(app.approvals ?? []), approval].slice(-APPROVALS_MAX)
  keep(sim, app)
  return code
}

export function approvalOfCode(app: World, code: string): Approval | undefined {
  return app.approvals?.find((approval) => approval.code === code)
}

export function isOver(sim: Sim, app: World, { at }: Approval): boolean {
  return worldNow(sim, app) - at > CODE_LIFE
}

/** A code works once; its token opens things from then on. */
export function useCode(sim: Sim, app: World, approval: Approval): string {
  approval.used = true
  keep(sim, app)
  return approval.token
}

export function approvedBy(sim: Sim, token: string): Approved | undefined {
  for (const app of sim.worlds.values()) {
    const approval = app.approvals?.find((one) => one.used && one.token === token)
    if (approval) return { app, approval }
  }
  return undefined
}

export function worldsOf(sim: Sim, { approval }: Approved): World[] {
  return approval.worldIds.flatMap((id) => sim.worlds.get(id) ?? [])
}

/** Every account of the businesses that an approval reaches, also those that were left unticked: they are listed, not opened. */
export function listedTo(sim: Sim, approved: Approved): World[] {
  const opened = worldsOf(sim, approved)
  const people = new Set(opened.map(personOf))
  const businesses = new Set(opened.flatMap(({ businessId, clientOf }) => clientOf ?? businessId))
  return [...sim.worlds.values()].filter(
    (world) => people.has(personOf(world)) && businesses.has(world.clientOf ?? world.businessId),
  )
}

/** The approved world that a node belongs to; the first one for what belongs to none. */
export function worldOfNode(sim: Sim, approved: Approved, node: string): World | undefined {
  const worlds = worldsOf(sim, approved)
  const has = (world: World) =>
    node === world.wabaId ||
    node === world.businessId ||
    numberOf(world, node) !== undefined ||
    world.templates.some(({ id }) => id === node) ||
    mediumOf(sim, world, node) !== undefined
  return worlds.find(has) ?? worlds[0]
}
