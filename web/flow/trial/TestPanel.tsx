import { FastForward, RotateCcw, X } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { HOUR } from '#core/base/time.ts'
import type { FlowRow } from '#core/flow/api.ts'
import { hearsMessages, type StartNode } from '#core/flow/nodes/start.ts'
import { openingOf } from '#core/flow/trial/tried.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import type { FlowState } from '#web/flow/model/store.ts'
import { OpenInWhatsapp } from '#web/flow/trial/OpenInWhatsapp.tsx'
import { TestsTab } from '#web/flow/trial/TestsTab.tsx'
import { type Preview, usePreview } from '#web/flow/trial/use-preview.ts'
import { useTrialWords } from '#web/flow/trial-words.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Menu } from '#web/ui/Menu.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { PhonePanel } from '#web/whatsapp/phone/PhonePanel.tsx'
import { callSim, type World } from '#web/whatsapp/sim/sim-client.ts'
import { useChatOf } from '#web/whatsapp/sim/use-chat-of.ts'
import { usePlayers } from '#web/whatsapp/sim/use-players.ts'
import { useSimAct } from '#web/whatsapp/sim/use-sim.ts'
import type { TraceMark } from '#web/whatsapp/trace/lines.ts'
import { RecordTest } from '#web/whatsapp/trace/RecordTest.tsx'
import { TracePanel } from '#web/whatsapp/trace/TracePanel.tsx'
import { WhySilent } from '#web/whatsapp/trace/WhySilent.tsx'

type Props = { readonly world: World | null; readonly flow: FlowRow; readonly onClose: () => void }

/** Beside the drawing: a simulated customer's phone that meets the draft; its way lights up on the canvas. */
export function TestPanel({ world, flow, onClose }: Props) {
  const words = useWords()
  return (
    <aside
      aria-label={words('test.label')}
      className="flex w-[372px] shrink-0 flex-col border-l border-line bg-surface"
    >
      {world ? <Phone world={world} onClose={onClose} /> : <NoPhone flow={flow} onClose={onClose} />}
    </aside>
  )
}

type Tab = 'phone' | 'tests'

function Tabs({ tab, onTab }: { tab: Tab; onTab: (tab: Tab) => void }) {
  const t = useTrialWords()
  return (
    <div className="border-b border-line px-3 py-2">
      <Segmented
        wide
        size="sm"
        label={t('tabs')}
        value={tab}
        onChange={onTab}
        options={[
          { value: 'phone', label: t('tabPhone') },
          { value: 'tests', label: t('tabTests') },
        ]}
      />
    </div>
  )
}

function NoPhone({ flow, onClose }: Omit<Props, 'world'>) {
  const [tab, setTab] = useState<Tab>('phone')
  const words = useWords()
  const t = useTrialWords()
  return (
    <>
      <Head title={words('test.label')} onClose={onClose} />
      <Tabs tab={tab} onTab={setTab} />
      {tab === 'tests' ? (
        <TestsTab />
      ) : (
        <div className="scroll min-h-0 flex-1 space-y-4 p-4">
          <p className="text-sm text-fg-2">{t('noPhone')}</p>
          <OpenInWhatsapp flow={flow} />
        </div>
      )}
    </>
  )
}

function Phone({ world, onClose }: { readonly world: World; readonly onClose: () => void }) {
  const words = useWords()
  const t = useTrialWords()
  const flowId = useFlow((state) => state.flowId)
  const start = useFlow(startOf)
  const { customer, number } = usePlayers(world, undefined, undefined)
  const preview = usePreview(customer, number)
  const chat = useChatOf(customer, number)
  const [tab, setTab] = useState<Tab>('phone')
  const [after, setAfter] = useState<string | null>(null)
  const show = usePath()
  const restart = useSimAct(world, async (newest: string | null) => {
    await preview.restart()
    setAfter(newest)
    if (customer && number) await callSim(world, 'restart', { numberId: number.id, customerId: customer.id })
  })
  const leap = useSimAct(world, (advance: number) => callSim(world, 'clock', {}, { advance }))
  const [newest, setNewest] = useState<string | null>(null)
  return (
    <>
      <Head title={words('test.label')} onClose={onClose}>
        <Menu
          align="end"
          trigger={
            <IconButton size="sm" label={t('leap')} busy={leap.isPending}>
              <FastForward />
            </IconButton>
          }
          items={LEAPS.map(({ word, hours }) => ({
            label: t(word),
            disabled: leap.isPending,
            onSelect: () => leap.mutate(hours * HOUR),
          }))}
        />
        <IconButton
          size="sm"
          label={t('restart')}
          busy={restart.isPending}
          onClick={() => restart.mutate(newest)}
        >
          <RotateCcw />
        </IconButton>
      </Head>
      <Tabs tab={tab} onTab={setTab} />
      {tab === 'tests' ? (
        <TestsTab />
      ) : (
        <>
          <Standing preview={preview} hearsAll={start !== undefined && !hearsMessages(start)} />
          <div className="grid shrink-0 place-items-center bg-sunken px-2 py-2.5">
            <PhonePanel world={world} compact opening={start && openingOf(start)} />
          </div>
          <section
            aria-label={words('test.trace')}
            className="flex min-h-0 flex-1 flex-col border-t border-line"
          >
            {chat ? (
              <TracePanel chatId={chat.id} compact after={after} onPath={show} onNewest={setNewest} />
            ) : (
              <p className="p-4 text-sm text-fg-3">{words('test.noTrace')}</p>
            )}
          </section>
          <footer className="flex flex-wrap items-start gap-2 border-t border-line px-3 py-1.5">
            <RecordTest chatId={chat?.id} flowId={flowId} />
            {chat && <WhySilent key={chat.id} chatId={chat.id} />}
          </footer>
        </>
      )}
    </>
  )
}

const LEAPS = [
  { word: 'leap1', hours: 1 },
  { word: 'leap20', hours: 20 },
  { word: 'leap25', hours: 25 },
] as const

function Head({ title, onClose, children }: { title: string; onClose: () => void; children?: ReactNode }) {
  const words = useWords()
  return (
    <header className="flex items-center gap-1 border-b border-line px-4 py-2">
      <h2 className="min-w-0 flex-1 truncate text-base font-semibold">{title}</h2>
      {children}
      <IconButton size="sm" label={words('act.close')} onClick={onClose}>
        <X />
      </IconButton>
    </header>
  )
}

function startOf({ drawing: { definition } }: FlowState): StartNode | undefined {
  const start = definition.nodes[definition.start]
  return start?.kind === 'start' ? start : undefined
}

/** What the phone runs, said in one line. */
function Standing({ preview, hearsAll }: { preview: Preview; hearsAll: boolean }) {
  const t = useTrialWords()
  const say = useProblemWords()
  if (preview.state === 'failed')
    return (
      <Banner tone="danger" role="alert">
        {say(preview.problem)}
        <Button size="sm" className="ml-2" onClick={() => void preview.restart()}>
          {t('again')}
        </Button>
      </Banner>
    )
  return (
    <p role="status" className="border-b border-line px-4 py-1.5 text-xs text-fg-3">
      {t(
        preview.state === 'draft'
          ? hearsAll
            ? 'runsUnheard'
            : 'runsDraft'
          : preview.state === 'published'
            ? 'runsPublished'
            : 'starting',
      )}
    </p>
  )
}

/** Lights up the steps of this flow that the last run came by. */
function usePath(): (marks: readonly TraceMark[]) => void {
  const store = useFlowStore()
  const flowId = useFlow((state) => state.flowId)
  useEffect(() => () => store.setState({ trace: [] }), [store])
  return useCallback(
    (marks: readonly TraceMark[]) => {
      const trace = pathOf(marks, flowId)
      store.setState((before) => (isSame(before, trace) ? before : { trace }))
    },
    [store, flowId],
  )
}

/** The steps of this flow that the run of the last start came by, the present one last. */
function pathOf(marks: readonly TraceMark[], flowId: string): string[] {
  const mine = marks.filter((mark) => mark.flowId === flowId)
  const path: string[] = []
  for (const { node } of mine) {
    const seen = path.indexOf(node)
    if (seen >= 0) path.length = seen
    path.push(node)
  }
  return path
}

function isSame({ trace }: FlowState, next: readonly string[]): boolean {
  return trace.length === next.length && trace.every((id, at) => id === next[at])
}
