import { TriangleAlert } from 'lucide-react'
import { useAsked } from '#web/flow/nodes/start/use-asked.ts'
import { useTriggerWords } from '#web/flow/trigger-words.ts'
import { useFlow } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Banner } from '#web/ui/Banner.tsx'

/** Rival flows that are named; the panel of the trigger has them all. */
const NAMED_MAX = 3

/** Before it is published: for what another flow of the bot answers in its place. */
export function Outdone() {
  const t = useTriggerWords()
  const words = useWords()
  const start = useFlow(({ drawing: { definition } }) => {
    const node = definition.nodes[definition.start]
    return node?.kind === 'start' ? node : undefined
  })
  const found = useAsked(start)
  const lost = (found?.engine.conflictsOf(found.asked) ?? []).flatMap(({ winner, why, on, word }) =>
    winner === null
      ? []
      : [{ by: t('outdoneBy', { rival: winner, why: t(`why.${why}`) }), what: t(`lost.${on}`, { word }) }],
  )
  const rivals = [...Map.groupBy(lost, ({ by }) => by)]
  const more = rivals.length - NAMED_MAX
  if (lost.length === 0) return null
  return (
    <Banner tone="warn" icon={<TriangleAlert />} className="items-start!">
      <p className="font-medium">{t('outdone')}</p>
      <ul className="mt-1 space-y-1 text-xs">
        {rivals.slice(0, NAMED_MAX).map(([by, ones]) => (
          <li key={by}>
            {by} {ones.map(({ what }) => what).join(', ')}
          </li>
        ))}
        {more > 0 && <li>{words('publish.more', { count: more })}</li>}
      </ul>
      <p className="mt-1 text-xs">{t('outdoneHint')}</p>
    </Banner>
  )
}
