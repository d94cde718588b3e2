import { useQuery } from '@tanstack/react-query'
import type { SimWorld } from '#core/whatsapp/sim-view.ts'
import { atLeast } from '#core/workspace/role.ts'
import { client } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { Card } from '#web/ui/Card.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { callSim, type World } from '#web/whatsapp/sim/sim-client.ts'
import { useSimAct } from '#web/whatsapp/sim/use-sim.ts'
import { useWords } from '#web/whatsapp/words.ts'

/** What this workspace's books are held by in each era of the world; null: the day decides. */
const REGIME = { today: null, '2022': 'cbp-2022' } as const
type Era = keyof typeof REGIME

/**
 * In which year the simulated Meta lives: today, or 2022 as the guide tells it, with conversations, a thousand of them free, and limits
 * of each number. The workspace's own books are set to the same, as a person would on the page of costs.
 */
export function EraCard({ world, state }: { world: World; state: SimWorld }) {
  const t = useWords()
  const role = useQuery(orpc.workspace.me.queryOptions()).data?.workspace?.role
  const change = useSimAct(world, async (era: Era) => {
    await callSim(world, 'patchWorld', {}, { regime: era })
    const { currency, budget } = await client.policy.costs({})
    await client.policy.setPricing({ currency, budget: budget?.limit ?? null, regime: REGIME[era] })
    await queryClient.invalidateQueries({ queryKey: orpc.policy.key() })
  })
  if (!role || !atLeast(role, 'admin')) return null
  return (
    <Card title={t('era')}>
      <Segmented<Era>
        wide
        label={t('era')}
        value={state.regime}
        onChange={(era) => change.mutate(era)}
        options={[
          { value: 'today', label: t('eraToday') },
          { value: '2022', label: t('era2022') },
        ]}
      />
      <p className="mt-2 text-fg-3 text-xs">{t(state.regime === '2022' ? 'era2022Text' : 'eraTodayText')}</p>
    </Card>
  )
}
