import { Bug, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { SECOND } from '#core/base/time.ts'
import type { SimFaults, SimWorld } from '#core/whatsapp/sim-view.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Select } from '#web/ui/Select.tsx'
import { SwitchRow } from '#web/ui/Switch.tsx'
import { callSim, type World } from '#web/whatsapp/sim/sim-client.ts'
import { useSimAct } from '#web/whatsapp/sim/use-sim.ts'
import { useWords } from '#web/whatsapp/words.ts'

/** Meta's codes worth trying; the next message ends with the chosen one. */
const CODES = ['131047', '131026', '130472', '130429', '131056', '131000'] as const
type Code = (typeof CODES)[number]

const LATE: NonNullable<SimFaults['delay']> = { from: 5 * SECOND, to: 30 * SECOND }

type Shaking = NonNullable<SimFaults['graph']>
const MIXED: Shaking = { kinds: ['throttle', 'server', 'resetBefore', 'slow'], share: 0.2 }
/** How a message may meet a shaky line: by any of several, now and then, or each message by the same. */
const SHAKES = [
  'mixed',
  'throttle',
  'server',
  'resetBefore',
  'resetAfter',
  'hangBefore',
  'hangAfter',
] as const
type Shake = (typeof SHAKES)[number]

type Row = {
  readonly key: 'late' | 'twice' | 'mixed' | 'lost' | 'batched' | 'silent'
  readonly isOn: (faults: SimFaults) => boolean
  readonly set: (on: boolean) => Partial<SimFaults>
}
const ROWS: readonly Row[] = [
  { key: 'late', isOn: ({ delay }) => delay !== null, set: (on) => ({ delay: on ? LATE : null }) },
  { key: 'twice', isOn: ({ duplicate }) => duplicate > 0, set: (on) => ({ duplicate: on ? 1 : 0 }) },
  { key: 'mixed', isOn: ({ reorder }) => reorder, set: (on) => ({ reorder: on }) },
  { key: 'lost', isOn: ({ dropFirst }) => dropFirst, set: (on) => ({ dropFirst: on }) },
  { key: 'batched', isOn: ({ batch }) => batch, set: (on) => ({ batch: on }) },
  { key: 'silent', isOn: ({ statusOff }) => statusOff, set: (on) => ({ statusOff: on }) },
]
const FIRST = 1

/** Switches for what goes wrong between Meta and us, and for customers who read at once. */
export function Faults({ world, state }: { world: World; state: SimWorld }) {
  const t = useWords()
  const patch = useSimAct(
    world,
    (ask: { autoRead?: boolean; funded?: boolean; faults?: Partial<SimFaults> }) =>
      callSim(world, 'patchWorld', {}, ask),
  )
  const [open, setOpen] = useState(false)
  const count =
    ROWS.filter((row) => row.isOn(state.faults)).length +
    (state.faults.force ? 1 : 0) +
    (state.faults.graph ? 1 : 0) +
    (state.funded ? 0 : 1)
  const drawn = (row: Row) => (
    <SwitchRow
      key={row.key}
      label={t(`fault_${row.key}`)}
      hint={t(`fault_${row.key}_hint`)}
      checked={row.isOn(state.faults)}
      onChange={(on) => patch.mutate({ faults: row.set(on) })}
    />
  )
  return (
    <Card
      title={
        <span className="flex items-center gap-1.5">
          <Bug aria-hidden className="size-4 text-fg-3" />
          {t('faults')}
        </span>
      }
      action={count > 0 && <Badge tone="warn">{t('faultsOn', { count })}</Badge>}
      bodyClass="space-y-3 px-4 pb-4"
    >
      <SwitchRow
        label={t('autoRead')}
        hint={t('autoReadHint')}
        checked={state.autoRead}
        onChange={(on) => patch.mutate({ autoRead: on })}
      />
      <SwitchRow
        label={t('funded')}
        hint={t('fundedHint')}
        checked={state.funded}
        onChange={(on) => patch.mutate({ funded: on })}
      />
      <Refusal force={state.faults.force} onChange={(force) => patch.mutate({ faults: { force } })} />
      {ROWS.slice(0, FIRST).map(drawn)}
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex min-h-6 items-center gap-1 font-medium text-fg-2 text-xs hover:text-fg"
      >
        <ChevronRight aria-hidden className={open ? 'size-3.5 rotate-90' : 'size-3.5'} />
        {t('moreFaults')}
      </button>
      {open && ROWS.slice(FIRST).map(drawn)}
      {open && <Shaky graph={state.faults.graph} onChange={(graph) => patch.mutate({ faults: { graph } })} />}
    </Card>
  )
}

function Refusal({
  force,
  onChange,
}: {
  force: SimFaults['force']
  onChange: (force: SimFaults['force']) => void
}) {
  const t = useWords()
  const [chosen, setChosen] = useState<Code>('131047')
  const code = CODES.find((known) => known === String(force?.code)) ?? chosen
  return (
    <div className="space-y-1.5">
      <SwitchRow
        label={t('fault_refuse')}
        hint={t('fault_refuse_hint')}
        checked={force !== null}
        onChange={(on) => onChange(on ? { code: Number(chosen), times: 1 } : null)}
      />
      <Select
        size="sm"
        label={t('faultCode')}
        value={code}
        onChange={(next) => {
          setChosen(next)
          if (force) onChange({ code: Number(next), times: 1 })
        }}
        options={CODES.map((value) => ({ value, label: `${value} · ${t(`code_${value}`)}` }))}
      />
    </div>
  )
}

function Shaky({
  graph,
  onChange,
}: {
  graph: SimFaults['graph']
  onChange: (graph: SimFaults['graph']) => void
}) {
  const t = useWords()
  const [chosen, setChosen] = useState<Shake>('mixed')
  const kind = graph ? kindOf(graph) : chosen
  return (
    <div className="space-y-1.5">
      <SwitchRow
        label={t('fault_shaky')}
        hint={t(hintOf(kind))}
        checked={graph !== null}
        onChange={(on) => onChange(on ? shakingBy(kind) : null)}
      />
      <Select
        size="sm"
        label={t('shake')}
        value={kind}
        onChange={(next) => {
          setChosen(next)
          if (graph) onChange(shakingBy(next))
        }}
        options={SHAKES.map((value) => ({ value, label: t(`shake_${value}`) }))}
      />
    </div>
  )
}

function hintOf(kind: Shake) {
  if (kind === 'mixed') return 'fault_shaky_hint'
  return kind === 'resetAfter' || kind === 'hangAfter' ? 'fault_shaky_after' : 'fault_shaky_each'
}

function shakingBy(kind: Shake): Shaking {
  return kind === 'mixed' ? MIXED : { kinds: [kind], share: 1 }
}

function kindOf({ kinds }: Shaking): Shake {
  const only = kinds.length === 1 && SHAKES.find((known) => known === kinds[0])
  return only || 'mixed'
}
