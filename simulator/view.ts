import type { CreatedWorld } from '#core/whatsapp/sim-api.ts'
import type { SimNumber, SimTemplate, SimWorld } from '#core/whatsapp/sim-view.ts'
import { callbackOf } from '#simulator/deliver.ts'
import { type Sim, worldNow } from '#simulator/sim.ts'
import type { Template } from '#simulator/template-seed.ts'
import type { PhoneNumber, World } from '#simulator/world.ts'

/** What the control API shows of a world: everything but its secrets. */
export function viewWorld(sim: Sim, world: World): SimWorld {
  return {
    id: world.id,
    name: world.name,
    wabaId: world.wabaId,
    clock: { now: worldNow(sim, world), offset: world.clockOffset },
    autoRead: world.autoRead,
    regime: world.regime,
    webhookVersion: world.webhookVersion,
    portfolioLimit: world.portfolioLimit,
    pairLimit: world.pairLimit,
    marketingDisabled: world.marketingDisabled,
    funded: world.funded ?? true,
    reviewAfter: world.reviewAfter,
    reviewReason: world.reviewReason ?? 'NONE',
    faults: world.faults,
    numbers: world.numbers.map(viewNumber),
    customers: world.customers,
    templates: world.templates.map(viewTemplate),
    webhook: {
      url: callbackOf(sim, world, 'messages', null)?.url ?? null,
      waiting: sim.waiting.get(world.id) ?? 0,
    },
  }
}

export function viewNumber(number: PhoneNumber): SimNumber {
  const { id, display, digits, name, test, status, code, quality, throughput, recipients } = number
  return { id, display, digits, name, test, status, code, quality, throughput, recipients }
}

export function viewTemplate({ id, name, language, category, status, components }: Template): SimTemplate {
  return { id, name, language, category, status, components: [...components] }
}

/** The one answer that tells the secrets. */
export function viewCreated(sim: Sim, world: World): CreatedWorld {
  return {
    id: world.id,
    key: world.key,
    url: sim.base,
    graphUrl: `${sim.base}/graph`,
    businessId: world.businessId,
    wabaId: world.wabaId,
    appId: world.appId,
    appSecret: world.appSecret,
    token: world.token,
    verifyToken: world.verifyToken,
    dialogUrl: `${sim.base}/facebook`,
    partnerUrl: `${sim.base}/360dialog`,
    partnerKey: world.partner?.key ?? '',
    numbers: world.numbers.map(viewNumber),
    customers: world.customers,
  }
}
