import { useQuery } from '@tanstack/react-query'
import type { SimCustomer, SimNumber } from '#core/whatsapp/sim-view.ts'
import { orpc } from '#web/base/query.ts'
import type { World } from '#web/whatsapp/sim/sim-client.ts'
import { useSimWorld } from '#web/whatsapp/sim/use-sim.ts'

/** Who writes to whom: the asked ones, else the first customer and the first number on which a bot answers. */
export function usePlayers(world: World, customerId: string | undefined, numberId: string | undefined) {
  const state = useSimWorld(world)
  const ours = useQuery(orpc.whatsapp.channel.queryOptions())
  const customers = state.data?.customers ?? []
  const numbers = ours.isPending ? [] : (state.data?.numbers ?? [])
  const hasBot = (id: string) => ours.data?.numbers.some(({ graphId, bot }) => graphId === id && bot !== null)
  const customer: SimCustomer | undefined = customers.find(({ id }) => id === customerId) ?? customers[0]
  const number: SimNumber | undefined =
    numbers.find(({ id }) => id === numberId) ?? numbers.find(({ id }) => hasBot(id)) ?? numbers[0]
  return { state, customer, number }
}
