import { Handle, type NodeProps, Position } from '@xyflow/react'
import { FileText, Film, FlaskConical, ImageIcon, Music, Sticker, TriangleAlert } from 'lucide-react'
import { memo } from 'react'
import type { FlowNode } from '#core/flow/definition.ts'
import { CommentPin } from '#web/flow/canvas/CommentPin.tsx'
import { LineValue } from '#web/flow/canvas/LineValue.tsx'
import { OtherTag } from '#web/flow/canvas/OtherTag.tsx'
import { Passed } from '#web/flow/canvas/Passed.tsx'
import { RichText } from '#web/flow/canvas/RichText.tsx'
import { useOther } from '#web/flow/canvas/use-look.ts'
import { type StepCard as StepCardNode, titleId } from '#web/flow/drawing/cards.ts'
import { type Exit, exitsOf } from '#web/flow/drawing/exits.ts'
import {
  HEAD_HEIGHT,
  mediaHeight,
  SAYING_LINE,
  SAYING_PADDING,
  sayingLines,
} from '#web/flow/drawing/step-box.ts'
import { linesOf, sayingOf } from '#web/flow/drawing/summary.ts'
import { KINDS } from '#web/flow/kinds.ts'
import { useFlow, useShownStep } from '#web/flow/use-flow.ts'
import { useWords } from '#web/flow/use-words.ts'

/** A step on the canvas; its height is the one that `stepBox` computed, so nothing here may grow by itself. */
export const StepCard = memo(function StepCard({ id, selected }: NodeProps<StepCardNode>) {
  const words = useWords()
  const node = useShownStep(id)
  const at = useFlow(({ trace }) => traceState(trace, id))
  const level = useFlow(({ levels, viewing }) => (viewing ? undefined : levels[id]))
  const change = useFlow(({ changes }) => changes[id])
  const other = useOther(id)
  const tested = useFlow((state) => state.tested[id])
  const isMarked = useFlow(({ marked }) => marked?.path?.includes(id) ?? false)
  if (!node) return null
  const lines = linesOf(node, words)
  const exits = exitsOf(node, words)
  return (
    <div
      className="step-card"
      data-selected={selected || undefined}
      data-level={level}
      data-trace={at}
      data-change={change}
      data-tested={tested}
      data-marked={isMarked || undefined}
      data-other={other ? '' : undefined}
    >
      {other && <OtherTag name={other} />}
      <Passed id={id} />
      <CommentPin id={id} />
      {node.kind !== 'start' && (
        <Handle type="target" position={Position.Left} id="in" style={{ top: 25 }} aria-hidden />
      )}
      <Head id={id} node={node} level={level} tested={tested} />
      <Saying node={node} />
      {lines.length > 0 && (
        <dl className="mx-3 pb-1">
          {lines.map((line, row) => (
            <div key={`${row}${line.label}`} className="flex h-5 items-center gap-2 text-xs">
              {line.label && <dt className="w-[68px] shrink-0 truncate text-fg-3">{line.label}</dt>}
              <dd className="min-w-0 flex-1 truncate text-fg-2">
                <LineValue line={line} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {exits.length > 0 && (
        <ul className="border-t border-line py-1">
          {exits.map((exit) => (
            <ExitRow key={exit.outlet} exit={exit} />
          ))}
        </ul>
      )}
    </div>
  )
})

/** `now`: where the traced run stands; `off`: a run is traced and did not come by. */
function traceState(trace: readonly string[], id: string): 'now' | 'on' | 'off' | undefined {
  if (trace.length === 0) return undefined
  if (trace.at(-1) === id) return 'now'
  return trace.includes(id) ? 'on' : 'off'
}

type HeadProps = {
  id: string
  node: FlowNode
  level: 'error' | 'warning' | undefined
  tested: 'passed' | 'failed' | undefined
}

function Head({ id, node, level, tested }: HeadProps) {
  const words = useWords()
  const kind = KINDS[node.kind]
  return (
    <div className="flex items-center gap-2.5 px-3" style={{ height: HEAD_HEIGHT }}>
      <span
        className={`step-tile grid size-7 shrink-0 place-items-center rounded-md [&_svg]:size-[15px] ${kind.tone}`}
        aria-hidden
      >
        <kind.Icon />
      </span>
      <span id={titleId(id)} className="min-w-0 flex-1">
        {node.name && <span className="block text-2xs leading-[13px] text-fg-3">{words(kind.label)}</span>}
        <span className="block truncate font-display text-sm leading-[17px] font-semibold">
          {node.name || words(kind.label)}
        </span>
      </span>
      {tested && (
        <FlaskConical
          className={`size-4 shrink-0 ${tested === 'failed' ? 'text-danger' : 'text-brand'}`}
          role="img"
          aria-label={words(`tested.${tested}`)}
        />
      )}
      {level && (
        <TriangleAlert
          className={`size-4 shrink-0 ${level === 'error' ? 'text-danger' : 'text-warn'}`}
          role="img"
          aria-label={words(`level.${level}`)}
        />
      )}
    </div>
  )
}

function Saying({ node }: { node: FlowNode }) {
  const text = sayingOf(node)
  const rows = sayingLines(text)
  const media = mediaHeight(node)
  if (rows === 0 && media === 0) return null
  return (
    <div className="step-saying mx-3 mb-2 overflow-hidden rounded-md bg-sunken">
      {media > 0 && <Medium node={node} height={media} />}
      {rows > 0 && (
        <div className="px-2.5 py-2" style={{ height: rows * SAYING_LINE + SAYING_PADDING }}>
          <p className="line-clamp-3 text-xs leading-[17px] break-words whitespace-pre-line text-fg-2">
            <RichText text={text} />
          </p>
        </div>
      )}
    </div>
  )
}

const MEDIA_ICONS = { image: ImageIcon, video: Film, audio: Music, document: FileText, sticker: Sticker }

function Medium({ node, height }: { node: FlowNode; height: number }) {
  const words = useWords()
  if (node.kind !== 'message' || !node.media) return null
  const { media, source, filename } = node.media
  if (media === 'image' && 'file' in source)
    return (
      <img
        src={`/api/files/${source.file}`}
        alt=""
        loading="lazy"
        decoding="async"
        draggable={false}
        className="block w-full object-cover"
        style={{ height }}
      />
    )
  const Icon = MEDIA_ICONS[media]
  return (
    <p className="flex items-center gap-2 px-2.5 text-xs text-fg-2" style={{ height }}>
      <Icon className="size-3.5 shrink-0" aria-hidden />
      <span className="truncate">{filename || words(`media.${media}`)}</span>
    </p>
  )
}

const DOTS: Partial<Record<Exit['tone'], string>> = { good: 'bg-brand', bad: 'bg-danger' }

function ExitRow({ exit }: { exit: Exit }) {
  const dot = DOTS[exit.tone]
  const look =
    exit.tone === 'tap' ? 'font-medium text-fg' : exit.tone === 'plain' ? 'text-right text-fg-3' : 'text-fg-3'
  return (
    <li className="relative flex h-[27px] items-center gap-1.5 px-3 text-xs">
      {dot && <span className={`step-dot size-1.5 shrink-0 rounded-full ${dot}`} />}
      <span className={`min-w-0 flex-1 truncate ${look}`}>{exit.label}</span>
      <Handle type="source" position={Position.Right} id={exit.outlet} aria-hidden />
    </li>
  )
}
