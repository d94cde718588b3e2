import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleCheck, Phone, Rocket, TriangleAlert, Users } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { BrokenCaller, FlowRow } from '#core/flow/api.ts'
import type { Problem } from '#core/flow/problem.ts'
import { WHOLE } from '#core/flow/version/canary.ts'
import type { WaitingRuns } from '#core/flow/version/move.ts'
import { usePeople } from '#web/base/live.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { titleOf } from '#web/flow/drawing/title.ts'
import { Outdone } from '#web/flow/nodes/start/Outdone.tsx'
import { useProblemSentence } from '#web/flow/sentence.ts'
import { useTrialWords } from '#web/flow/trial-words.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { MovedDraft } from '#web/flow/version/MovedDraft.tsx'
import { publishSeen, useSeen } from '#web/flow/version/publish-seen.ts'
import { useReleaseWords } from '#web/flow/version/release-words.ts'
import { ShareChoice } from '#web/flow/version/ShareChoice.tsx'
import { WaitingChoice } from '#web/flow/version/WaitingChoice.tsx'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { cx } from '#web/ui/cx.ts'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { toast } from '#web/ui/Toast.tsx'

/** Problems that the dialog names; the bar below the canvas has them all. */
const NAMED_MAX = 5
const NOTE_MAX = 500

type Props = {
  readonly flow: FlowRow
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  /** Brings a step with a problem into sight, on the canvas or in the outline. */
  readonly onShow: (step: string) => void
}

/** Publishing: what stands in the way, whom it reaches, and a note for the team. */
export function PublishDialog({ flow, open, onOpenChange, onShow }: Props) {
  const words = useWords()
  const store = useFlowStore()
  const sayProblem = useProblemWords()
  const t = useTrialWords()
  const release = useReleaseWords()
  const versions = useQuery(orpc.flow.versions.queryOptions({ input: { id: flow.id } })).data
  const next = (versions?.[0]?.number ?? flow.version ?? 0) + 1
  const button = useRef<HTMLButtonElement | null>(null)
  const warning = useRef<HTMLDivElement | null>(null)
  const [note, setNote] = useState('')
  const [runs, setRuns] = useState<WaitingRuns>('finish')
  const [share, setShare] = useState(WHOLE)
  const problems = useFlow((state) => state.problems)
  const errors = problems.filter((problem) => problem.severity === 'error')
  const { callers, isAsking } = useBrokenCallers(flow)
  const { seen, moved, look } = useSeen()
  const breaks = callers.length > 0
  const isMoved = moved !== null
  useEffect(() => {
    if (!breaks && !isMoved) return
    // A frame later, since the dialog itself puts the focus in the next one. A hand on the button is led to what it has not heard.
    const frame = requestAnimationFrame(() => {
      const { activeElement } = document
      if (activeElement === button.current || activeElement === document.body) warning.current?.focus()
    })
    return () => cancelAnimationFrame(frame)
  }, [breaks, isMoved])
  const unsaved = useUnsaved()
  const show = (step: string) => {
    if (!store.getState().drawing.definition.nodes[step]) return
    onOpenChange(false)
    onShow(step)
  }
  const publish = useMutation({
    mutationFn: async () => {
      return await publishSeen(store, seen, { note: note.trim(), runs, share })
    },
    onSuccess: (published) => {
      if (!published) return
      const { version, people } = published
      void queryClient.invalidateQueries({ queryKey: orpc.flow.key() })
      const { moved, restarted, finishing } = people
      const inside = moved + restarted + finishing
      const done =
        share < WHOLE
          ? release('done', { version: version.number, share })
          : words('publish.done', { version: version.number })
      toast(inside === 0 || share < WHOLE ? done : `${done} ${t('settled', { moved, restarted, finishing })}`)
      setNote('')
      onOpenChange(false)
    },
  })
  return (
    <Dialog
      // Where nothing stands in the way one more Enter does it; else what does comes first.
      initialFocus={errors.length > 0 ? undefined : breaks ? warning : button}
      open={open}
      onOpenChange={onOpenChange}
      width="md"
      title={words('publish.title', { name: flow.name })}
      description={words('publish.about', { version: next })}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{words('act.cancel')}</Button>
          <Button
            ref={button}
            tone="primary"
            icon={<Rocket />}
            busy={publish.isPending || isAsking}
            disabled={errors.length > 0 || unsaved !== null || isMoved}
            onClick={() => publish.mutate()}
          >
            {words('builder.publish')}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <ProblemList problems={problems} onShow={show} />
        <div
          ref={warning}
          role="status"
          tabIndex={-1}
          className={breaks || isMoved ? 'space-y-4' : 'sr-only'}
        >
          {moved && (
            <MovedDraft
              moved={moved}
              onShow={show}
              onInclude={() => {
                flushSync(look)
                button.current?.focus()
              }}
            />
          )}
          {breaks && <BrokenCallers callers={callers} />}
        </div>
        <Outdone />
        <Reach flow={flow} />
        {flow.version !== null && <ShareChoice flow={flow} next={next} value={share} onChange={setShare} />}
        {flow.running > 0 && share === WHOLE && (
          <WaitingChoice people={flow.running} value={runs} onChange={setRuns} />
        )}
        <Field label={words('publish.note')} hint={words('publish.noteHint')}>
          <Textarea value={note} maxLength={NOTE_MAX} onChange={setNote} />
        </Field>
        {unsaved && <Banner tone="warn">{unsaved}</Banner>}
        {publish.error && (
          <Banner tone="danger" role="alert" icon={<TriangleAlert />}>
            {sayProblem(publish.error)}
          </Banner>
        )}
      </div>
    </Dialog>
  )
}

/** Why the draft that would be published is not the one on the screen; null: it is, or will be in a moment. */
function useUnsaved(): string | null {
  const words = useWords()
  return useFlow(({ saving }) => {
    if (saving.state === 'refused') return saving.reason
    return saving.state === 'conflict' || saving.state === 'offline' ? words('publish.unsaved') : null
  })
}

function ProblemList({ problems, onShow }: { problems: readonly Problem[]; onShow: (step: string) => void }) {
  const words = useWords()
  const say = useProblemSentence()
  const nodes = useFlow((state) => state.drawing.definition.nodes)
  if (problems.length === 0)
    return (
      <Banner tone="brand" icon={<CircleCheck />}>
        {words('publish.clean')}
      </Banner>
    )
  const errors = problems.filter((problem) => problem.severity === 'error')
  const isBlocked = errors.length > 0
  const told = isBlocked ? errors : problems
  return (
    <Banner tone={isBlocked ? 'danger' : 'warn'} icon={<TriangleAlert />} className="items-start!">
      <p className="font-medium">
        {isBlocked
          ? words('publish.blocked', { count: errors.length })
          : words('publish.warned', { count: problems.length })}
      </p>
      <ul className="mt-1">
        {told.slice(0, NAMED_MAX).map((problem, at) => {
          const node = nodes[problem.node]
          return (
            <li key={`${at}${problem.node}${problem.code}`}>
              <button
                type="button"
                className={cx(
                  'min-h-6 text-left text-xs underline-offset-2 hover:underline pointer-coarse:min-h-11',
                  problem.severity === 'warning' && 'text-warn-fg',
                )}
                onClick={() => onShow(problem.node)}
              >
                <strong className="font-medium">{node ? titleOf(node, words) : ''}</strong>: {say(problem)}
              </button>
            </li>
          )
        })}
      </ul>
      {told.length > NAMED_MAX && (
        <p className="mt-1 text-xs">{words('publish.more', { count: told.length - NAMED_MAX })}</p>
      )}
    </Banner>
  )
}

/** Flows that call this one and would stop there; as the draft was saved last. Without a connection it is not waited for. */
function useBrokenCallers({ id, version }: FlowRow) {
  const revision = useFlow(({ saving }) => saving.revision)
  const { queryKey, ...ask } = orpc.flow.brokenCallers.queryOptions({ input: { id } })
  const options = { ...ask, queryKey: [...queryKey, revision], gcTime: 0, enabled: version !== null }
  const { data: callers = [], isLoading: isAsking } = useQuery(options)
  return { callers, isAsking }
}

function BrokenCallers({ callers }: { callers: readonly BrokenCaller[] }) {
  const t = useReleaseWords()
  return (
    <Banner tone="warn" icon={<TriangleAlert />} className="items-start!">
      <p className="font-medium">{t('callers', { count: callers.length })}</p>
      <ul className="mt-1 space-y-1">
        {callers.map(({ id, name, problems }) => (
          <li key={id} className="text-xs">
            <Link to="/flows/$id" params={{ id }} className="font-medium underline underline-offset-2">
              {name}
            </Link>{' '}
            {problems.join(' ')}
          </li>
        ))}
      </ul>
      <p className="mt-1 text-xs">{t('callersHint')}</p>
    </Banner>
  )
}

/** Where it will run, and who else works on it at this moment. */
function Reach({ flow }: { flow: FlowRow }) {
  const words = useWords()
  const release = useReleaseWords()
  const names = usePeople().map(({ name }) => name)
  const { data: bots } = useQuery(orpc.flow.bots.queryOptions())
  const bot = bots?.find((each) => each.id === flow.botId)
  if (!bot) return null
  return (
    <ul className="space-y-2 text-sm">
      {bot.numbers.map((number) => (
        <Fact key={number.id} icon={<Phone />}>
          <span className="tnum">{number.display}</span> · {number.name}
        </Fact>
      ))}
      {bot.numbers.length === 0 && (
        <Fact icon={<Phone />}>
          {words('publish.noNumber', { bot: bot.name })}{' '}
          <Link to="/channels" className="font-medium text-brand-soft-fg underline underline-offset-2">
            {words('publish.toChannels')}
          </Link>
        </Fact>
      )}
      {names.length > 0 && (
        <Fact icon={<Users />}>
          {release('alsoHere', { count: names.length, names: names.slice(0, NAMED_MAX).join(', ') })}
        </Fact>
      )}
      {!flow.enabled && flow.version !== null && <Fact icon={<TriangleAlert />}>{words('publish.off')}</Fact>}
    </ul>
  )
}

function Fact({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex gap-2.5 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-fg-3">
      {icon}
      <span className="min-w-0">{children}</span>
    </li>
  )
}
