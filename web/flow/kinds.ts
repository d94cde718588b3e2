import {
  BadgeCheck,
  Clock,
  CloudDownload,
  CornerDownRight,
  Headset,
  type LucideIcon,
  Mail,
  MessageCircleQuestion,
  MessageSquareText,
  Repeat,
  Shuffle,
  Split,
  Workflow,
  Wrench,
  Zap,
} from 'lucide-react'
import type { NodeKind } from '#core/flow/definition.ts'
import type { Key } from '#web/flow/model/words.ts'

/** How a kind of step looks; `dot` is its colour where only a stroke of it is drawn: minimap and far view. */
type Look = {
  readonly label: Key
  readonly hint: Key
  readonly Icon: LucideIcon
  readonly tone: string
  readonly dot: string
}

/** How each kind of step looks; what it is edited with stands in `nodes/inspectors.ts`. */
export const KINDS: Readonly<Record<NodeKind, Look>> = {
  start: {
    label: 'kind.start',
    hint: 'kind.start.hint',
    Icon: Zap,
    tone: 'bg-brand text-on-brand',
    dot: 'var(--brand)',
  },
  message: {
    label: 'kind.message',
    hint: 'kind.message.hint',
    Icon: MessageSquareText,
    tone: 'bg-info-soft text-info-fg',
    dot: 'var(--info)',
  },
  template: {
    label: 'kind.template',
    hint: 'kind.template.hint',
    Icon: BadgeCheck,
    tone: 'bg-teal-soft text-teal-fg',
    dot: 'var(--teal)',
  },
  question: {
    label: 'kind.question',
    hint: 'kind.question.hint',
    Icon: MessageCircleQuestion,
    tone: 'bg-violet-soft text-violet-fg',
    dot: 'var(--violet)',
  },
  condition: {
    label: 'kind.condition',
    hint: 'kind.condition.hint',
    Icon: Split,
    tone: 'bg-warn-soft text-warn-fg',
    dot: 'var(--warn)',
  },
  action: {
    label: 'kind.action',
    hint: 'kind.action.hint',
    Icon: Wrench,
    tone: 'bg-slate-soft text-slate-fg',
    dot: 'var(--slate)',
  },
  handover: {
    label: 'kind.handover',
    hint: 'kind.handover.hint',
    Icon: Headset,
    tone: 'bg-rose-soft text-rose-fg',
    dot: 'var(--rose)',
  },
  wait: {
    label: 'kind.wait',
    hint: 'kind.wait.hint',
    Icon: Clock,
    tone: 'bg-slate-soft text-slate-fg',
    dot: 'var(--slate)',
  },
  goto: {
    label: 'kind.goto',
    hint: 'kind.goto.hint',
    Icon: CornerDownRight,
    tone: 'bg-slate-soft text-slate-fg',
    dot: 'var(--slate)',
  },
  subflow: {
    label: 'kind.subflow',
    hint: 'kind.subflow.hint',
    Icon: Workflow,
    tone: 'bg-teal-soft text-teal-fg',
    dot: 'var(--teal)',
  },
  foreach: {
    label: 'kind.foreach',
    hint: 'kind.foreach.hint',
    Icon: Repeat,
    tone: 'bg-warn-soft text-warn-fg',
    dot: 'var(--warn)',
  },
  email: {
    label: 'kind.email',
    hint: 'kind.email.hint',
    Icon: Mail,
    tone: 'bg-teal-soft text-teal-fg',
    dot: 'var(--teal)',
  },
  http: {
    label: 'kind.http',
    hint: 'kind.http.hint',
    Icon: CloudDownload,
    tone: 'bg-violet-soft text-violet-fg',
    dot: 'var(--violet)',
  },
  split: {
    label: 'kind.split',
    hint: 'kind.split.hint',
    Icon: Shuffle,
    tone: 'bg-warn-soft text-warn-fg',
    dot: 'var(--warn)',
  },
}

/** What can be added, as the palette and the step picker group it. A flow has one start, so it is not among them. */
export const PALETTE: readonly { readonly label: Key; readonly kinds: readonly NodeKind[] }[] = [
  { label: 'palette.talk', kinds: ['message', 'question', 'template'] },
  { label: 'palette.logic', kinds: ['condition', 'wait', 'foreach', 'goto', 'split', 'subflow'] },
  { label: 'palette.do', kinds: ['action', 'http', 'email', 'handover'] },
]
