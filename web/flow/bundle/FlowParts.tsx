import { MapCard, MapRow } from '#web/flow/bundle/MapRow.tsx'
import { choose, type Mapping } from '#web/flow/bundle/mapping.ts'
import { useBundleWords } from '#web/flow/bundle-words.ts'
import { Select } from '#web/ui/Select.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

const NAME_MAX = 80
const NEW = 'new'

/** The bot that takes the flows: a new one, or one that is here. */
export function BotPart({ brings, here, chosen: { bot }, set }: Mapping) {
  const t = useBundleWords()
  // What was chosen of another bot's flows is no choice any more.
  const choose = (value: string) =>
    set({ bot: value === NEW ? { name: brings.name } : { id: value }, flows: [], sequences: [], outside: [] })
  return (
    <MapCard title={t('bot')} count={1}>
      <MapRow name={brings.name} note={t(`kind_${brings.kind}`)}>
        <Select
          label={t('bot')}
          value={'id' in bot ? bot.id : NEW}
          onChange={choose}
          options={[
            { value: NEW, label: t('botNew') },
            ...here.bots.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        {'name' in bot && (
          <TextInput
            aria-label={t('botName')}
            value={bot.name}
            maxLength={NAME_MAX}
            onChange={(name) => set({ bot: { name } })}
          />
        )}
      </MapRow>
    </MapCard>
  )
}

export function FlowsPart({ brings, here, given, chosen, plan, set }: Mapping) {
  const t = useBundleWords()
  const { bot } = chosen
  const mine = here.flows.filter(({ botId }) => 'id' in bot && botId === bot.id)
  return (
    <MapCard title={t('flows')} hint={t('flowsHint')} count={brings.flows.length}>
      {brings.flows.map(({ key, name, steps, tests }, at) => {
        const as = chosen.flows[at]?.as ?? { name }
        const put = (next: typeof as) =>
          set({ flows: choose(given.flows, { key, as: next }, (one) => one.key === key) })
        return (
          <MapRow
            key={key}
            name={name}
            note={[
              t('has_steps', { count: steps }),
              ...(tests > 0 ? [t('has_tests', { count: tests })] : []),
            ].join(' · ')}
            conflict={plan.conflicts.find((one) => one.part === 'flow' && one.name === name)}
          >
            <Select
              label={t('flowAs', { name })}
              value={'replace' in as ? as.replace : NEW}
              onChange={(value) => put(value === NEW ? { name } : { replace: value })}
              options={[
                { value: NEW, label: t('flowNew') },
                ...mine.map((flow) => ({ value: flow.id, label: t('flowReplace', { name: flow.name }) })),
              ]}
            />
            {'name' in as && (
              <TextInput
                aria-label={t('flowName', { name })}
                value={as.name}
                maxLength={NAME_MAX}
                onChange={(next) => put({ name: next })}
              />
            )}
          </MapRow>
        )
      })}
    </MapCard>
  )
}

export function SequencesPart({ brings, here, given, chosen, plan, set }: Mapping) {
  const t = useBundleWords()
  const { bot } = chosen
  const mine = here.sequences.filter(({ botId }) => 'id' in bot && botId === bot.id)
  return (
    <MapCard title={t('sequences')} count={brings.sequences.length}>
      {brings.sequences.map(({ key, name, steps }, at) => {
        const as = chosen.sequences[at]?.as ?? { name }
        const put = (next: typeof as) =>
          set({ sequences: choose(given.sequences, { key, as: next }, (one) => one.key === key) })
        return (
          <MapRow
            key={key}
            name={name}
            note={t('has_steps', { count: steps })}
            conflict={plan.conflicts.find((one) => one.part === 'sequence' && one.name === name)}
          >
            <Select
              label={t('sequenceAs', { name })}
              value={'use' in as ? as.use : NEW}
              onChange={(value) => put(value === NEW ? { name } : { use: value })}
              options={[
                { value: NEW, label: t('sequenceNew') },
                ...mine.map((one) => ({ value: one.id, label: t('sequenceUse', { name: one.name }) })),
              ]}
            />
            {'name' in as && (
              <TextInput
                aria-label={t('sequenceName', { name })}
                value={as.name}
                maxLength={NAME_MAX}
                onChange={(next) => put({ name: next })}
              />
            )}
          </MapRow>
        )
      })}
    </MapCard>
  )
}

/** What the file names and does not bring. */
export function OutsidePart({ brings, here, given, chosen, plan, set }: Mapping) {
  const t = useBundleWords()
  const OPEN = 'open'
  return (
    <MapCard title={t('outside')} hint={t('outsideHint')} count={chosen.outside.length}>
      {chosen.outside.map((one) => {
        const { what, key, as } = one
        const named = what === 'flow' ? brings.outside.flows : brings.outside.sequences
        const known = named.find((each) => each.key === key)?.name ?? ''
        const name = known || t('gone')
        const rows = what === 'flow' ? here.flows : here.sequences
        const put = (value: string) => {
          const next = { what, key, as: value === OPEN ? null : value }
          set({ outside: choose(given.outside, next, (each) => each.what === what && each.key === key) })
        }
        return (
          <MapRow
            key={`${what} ${key}`}
            name={name}
            note={t(`outside_${what}`)}
            conflict={plan.conflicts.find((each) => each.part === 'outside' && each.name === (known || key))}
          >
            <Select
              label={t('outsideAs', { name })}
              value={as ?? OPEN}
              onChange={put}
              options={[
                { value: OPEN, label: t('outsideOpen') },
                ...rows.map((row) => ({ value: row.id, label: row.name })),
              ]}
            />
          </MapRow>
        )
      })}
    </MapCard>
  )
}
