import { Link } from '@tanstack/react-router'
import { ArrowLeft, CornerDownRight, MessageSquareText, Monitor, Rocket, TriangleAlert } from 'lucide-react'
import { memo, Suspense, useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { FlowRow } from '#core/flow/api.ts'
import { formOf } from '#core/flow/block/form.ts'
import type { Definition, FlowNode } from '#core/flow/definition.ts'
import { LIMITS } from '#core/whatsapp/check.ts'
import { patchNode } from '#web/flow/actions.ts'
import { LineValue } from '#web/flow/canvas/LineValue.tsx'
import { useLook } from '#web/flow/canvas/use-look.ts'
import { useCanvasWords } from '#web/flow/canvas-words.ts'
import { outlineId } from '#web/flow/comment/use-outline-step.ts'
import { exitsOf } from '#web/flow/drawing/exits.ts'
import { linesOf, sayingOf } from '#web/flow/drawing/summary.ts'
import { titleOf } from '#web/flow/drawing/title.ts'
import { KINDS } from '#web/flow/kinds.ts'
import { FlowState } from '#web/flow/list/FlowState.tsx'
import { sealTyping } from '#web/flow/model/seal-typing.ts'
import type { OutlineSheet } from '#web/flow/panels/OutlineExtras.tsx'
import { FixButton } from '#web/flow/panels/ProblemRow.tsx'
import { SaveBar } from '#web/flow/panels/SaveBar.tsx'
import { SaveState } from '#web/flow/panels/SaveState.tsx'
import { useProblemSentence } from '#web/flow/sentence.ts'
import { useFlow, useFlowStore } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'
import { useReleaseWords } from '#web/flow/version/release-words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button, buttonClass } from '#web/ui/Button.tsx'
import { Counter, Field } from '#web/ui/Field.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { patient } from '#web/ui/patient.ts'
import { Textarea } from '#web/ui/Textarea.tsx'

const OutlineExtras = patient(async () => (await import('#web/flow/panels/OutlineExtras.tsx')).OutlineExtras)
const PROBLEMS_MAX = 5

/** The flow on a phone: its steps in the order they are reached; texts can be changed, ways cannot. */
export function Outline({ flow }: { flow: FlowRow }) {
  const words = useWords()
  const canvasWords = useCanvasWords()
  const release = useReleaseWords()
  const [sheet, setSheet] = useState<OutlineSheet | null>(null)
  const definition = useFlow((state) => state.drawing.definition)
  useLook(flow.id, null)
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-14 shrink-0 items-center gap-2 border-b border-line bg-surface px-3">
        <Link
          to="/flows"
          aria-label={words('builder.back')}
          className={buttonClass({ tone: 'ghost', size: 'lg', className: 'size-11 px-0!' })}
        >
          <ArrowLeft className="size-5!" />
        </Link>
        <h1 className="min-w-0 flex-1 truncate text-base font-semibold">{flow.name}</h1>
        <FlowState flow={flow} />
        <IconButton
          size="lg"
          label={canvasWords('comments.label')}
          onClick={() => setSheet({ kind: 'comments', step: null })}
        >
          <MessageSquareText />
        </IconButton>
      </header>
      <SaveBar name={flow.name} />
      <div className="scroll min-h-0 flex-1 space-y-3 p-4">
        <OutlineState />
        <Banner icon={<Monitor />}>{words('outline.hint')}</Banner>
        {flow.canary && (
          <Button className="w-full" onClick={() => setSheet({ kind: 'release' })}>
            {release('open', flow.canary)}
          </Button>
        )}
        <ol className="space-y-3">
          {inOrder(definition).map((id, at) => {
            const node = definition.nodes[id]
            return node && <OutlineStep key={id} id={id} node={node} place={at + 1} onSheet={setSheet} />
          })}
        </ol>
      </div>
      <PublishBar flow={flow} onPublish={() => setSheet({ kind: 'publish' })} />
      <Suspense>
        <OutlineExtras flow={flow} sheet={sheet} onClose={() => setSheet(null)} />
      </Suspense>
    </div>
  )
}

/** Under the thumb: whether the draft is saved, and the way to the customers. */
function PublishBar({ flow, onPublish }: { flow: FlowRow; onPublish: () => void }) {
  const words = useWords()
  const canEdit = useFlow((state) => state.canEdit)
  return (
    <footer className="flex shrink-0 items-center gap-3 border-line border-t bg-surface px-4 pt-2 pb-[max(.5rem,env(safe-area-inset-bottom))]">
      <div className="min-w-0 flex-1">
        <SaveState version={flow.version} />
      </div>
      {canEdit && (
        <Button tone="primary" size="lg" icon={<Rocket />} onClick={onPublish}>
          {words('builder.publish')}
        </Button>
      )}
    </footer>
  )
}

/** How many mistakes keep the flow from being published. */
function OutlineState() {
  const words = useWords()
  const errors = useFlow((state) => state.problems.filter((problem) => problem.severity === 'error').length)
  if (errors === 0) return null
  return (
    <Banner tone="danger" icon={<TriangleAlert />}>
      {words('publish.blocked', { count: errors })}
    </Banner>
  )
}

type StepProps = {
  readonly id: string
  readonly node: FlowNode
  readonly place: number
  readonly onSheet: (sheet: OutlineSheet) => void
}

/** Drawn again only when it changes itself: a key in one of hundreds of steps must not draw all. */
const OutlineStep = memo(function OutlineStep({ id, node, place, onSheet }: StepProps) {
  const words = useWords()
  const { Icon, label, tone } = KINDS[node.kind]
  const lines = linesOf(node, words)
  return (
    <li id={outlineId(id)} className="rounded-lg border border-line bg-surface p-3 shadow-1">
      <div className="flex items-center gap-2.5">
        <span
          className={`grid size-8 shrink-0 place-items-center rounded-md [&_svg]:size-4 ${tone}`}
          aria-hidden
        >
          <Icon />
        </span>
        <div className="min-w-0 flex-1">
          {node.name && (
            <p className="text-2xs text-fg-3">
              {place} · {words(label)}
            </p>
          )}
          <h2 className="truncate text-sm font-semibold">{node.name || `${place} · ${words(label)}`}</h2>
        </div>
        <StepComments id={id} onOpen={() => onSheet({ kind: 'comments', step: id })} />
      </div>
      <OutlineProblems id={id} />
      {lines.length > 0 && (
        <dl className="mt-2 space-y-0.5 text-xs">
          {lines.map((line, at) => (
            <div key={at} className="flex gap-2">
              <dt className="w-20 shrink-0 text-fg-3">{line.label}</dt>
              <dd className="min-w-0 text-fg-2">
                <LineValue line={line} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      <OutlineText id={id} node={node} />
      <OutlineExits node={node} />
    </li>
  )
})

/** The way to a step's comments, with how many are open. */
function StepComments({ id, onOpen }: { id: string; onOpen: () => void }) {
  const words = useCanvasWords()
  const count = useFlow(({ comments }) => comments.get(id) ?? 0)
  return (
    <button
      type="button"
      aria-label={count > 0 ? words('comments.pin', { count }) : words('comments.label')}
      onClick={onOpen}
      className="tnum flex h-11 min-w-11 shrink-0 items-center justify-center gap-1 rounded-sm px-3 text-xs font-semibold text-fg-3 hover:bg-hover"
    >
      <MessageSquareText className="size-4" aria-hidden />
      {count > 0 && count}
    </button>
  )
}

/** What is wrong with this step, in full: on a phone there is no list of problems beside it. */
function OutlineProblems({ id }: { id: string }) {
  const say = useProblemSentence()
  const problems = useFlow((state) => state.problems)
  const mine = problems.filter((problem) => problem.node === id).slice(0, PROBLEMS_MAX)
  if (mine.length === 0) return null
  return (
    <ul className="mt-2 space-y-1 text-xs">
      {mine.map((problem) => (
        <li
          key={`${problem.code} ${JSON.stringify(problem.details)}`}
          className={`flex gap-1.5 ${problem.severity === 'error' ? 'text-danger-fg' : 'text-warn-fg'}`}
        >
          <TriangleAlert className="mt-px size-3.5 shrink-0" aria-hidden />
          <div className="flex min-w-0 flex-1 flex-col items-start gap-1.5 wrap-anywhere">
            {say(problem)}
            <FixButton problem={problem} />
          </div>
        </li>
      ))}
    </ul>
  )
}

function OutlineText({ id, node }: { id: string; node: FlowNode }) {
  const words = useWords()
  const store = useFlowStore()
  const canEdit = useFlow((state) => state.canEdit)
  const text = sayingOf(node)
  if (node.kind === 'template')
    return text ? <p className="mt-2 text-sm whitespace-pre-line text-fg-2">{text}</p> : null
  if (node.kind !== 'message' && node.kind !== 'question' && node.kind !== 'handover') return null
  if (!canEdit) return text ? <p className="mt-2 text-sm whitespace-pre-line text-fg-2">{text}</p> : null
  const asks =
    (node.kind === 'message' && formOf(node) !== 'text') ||
    (node.kind === 'question' && node.answer === 'choice')
  const max = asks ? LIMITS.body : LIMITS.text
  return (
    <Field
      label={words('message.text')}
      counter={<Counter value={text.length} max={max} />}
      className="mt-2.5"
    >
      <Textarea
        value={text}
        maxLength={max}
        onChange={(next) => patchNode(store, id, { text: next }, { key: 'change', field: 'text' })}
        onBlur={() => sealTyping(store)}
      />
    </Field>
  )
}

function OutlineExits({ node }: { node: FlowNode }) {
  const words = useWords()
  const exits = exitsOf(node, words)
  const names = useFlow(
    useShallow(({ drawing: { definition } }) =>
      exits.map(({ outlet }) => {
        const target = definition.nodes[node.next[outlet] ?? '']
        return target ? titleOf(target, words) : null
      }),
    ),
  )
  const ways = exits.flatMap(({ outlet, label, required }, at) => {
    const name = names[at] ?? null
    return name !== null || required ? [{ outlet, label, name }] : []
  })
  if (ways.length === 0) return null
  return (
    <ul className="mt-2.5 space-y-1 border-t border-line pt-2 text-xs text-fg-2">
      {ways.map(({ outlet, label, name }) => (
        <li key={outlet} className="flex items-center gap-1.5">
          <CornerDownRight className="size-3.5 shrink-0 text-fg-3" aria-hidden />
          <span className="min-w-0">{label}</span>
          <span aria-hidden>→</span>
          {name === null ? (
            <span className="shrink-0 font-medium text-danger-fg">{words('outline.nowhere')}</span>
          ) : (
            <span className="min-w-0 font-medium">{name}</span>
          )}
        </li>
      ))}
    </ul>
  )
}

/** Steps as they are reached from the start, those that are not reached last. */
function inOrder({ start, nodes }: Definition): readonly string[] {
  const seen = new Set([start])
  for (const id of seen)
    for (const target of Object.values(nodes[id]?.next ?? {})) if (nodes[target]) seen.add(target)
  for (const id of Object.keys(nodes)) seen.add(id)
  return [...seen]
}
