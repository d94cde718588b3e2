import {
  BadgeCheck,
  Clock,
  CloudDownload,
  CornerDownRight,
  Headset,
  type LucideIcon,
  Mail,
  MessageCircleQuestionMark,
  MessageSquareText,
  Repeat,
  Shuffle,
  Split,
  Square,
  Workflow,
  Wrench,
  Zap,
} from 'lucide-react'

type Look = { readonly Icon: LucideIcon; readonly tone: string; readonly word: KindWord }
type KindWord =
  `kind_${'start' | 'message' | 'template' | 'question' | 'condition' | 'action' | 'handover' | 'wait' | 'goto' | 'subflow' | 'foreach' | 'http' | 'email' | 'split' | 'unknown'}`

/** Icon, colour and name of each kind of step, as on the canvas. */
export const KIND_LOOKS: Readonly<Record<string, Look>> = {
  start: { Icon: Zap, tone: 'bg-brand text-on-brand', word: 'kind_start' },
  message: { Icon: MessageSquareText, tone: 'bg-info-soft text-info-fg', word: 'kind_message' },
  template: { Icon: BadgeCheck, tone: 'bg-teal-soft text-teal-fg', word: 'kind_template' },
  question: { Icon: MessageCircleQuestionMark, tone: 'bg-violet-soft text-violet-fg', word: 'kind_question' },
  condition: { Icon: Split, tone: 'bg-warn-soft text-warn-fg', word: 'kind_condition' },
  action: { Icon: Wrench, tone: 'bg-slate-soft text-slate-fg', word: 'kind_action' },
  handover: { Icon: Headset, tone: 'bg-rose-soft text-rose-fg', word: 'kind_handover' },
  wait: { Icon: Clock, tone: 'bg-slate-soft text-slate-fg', word: 'kind_wait' },
  goto: { Icon: CornerDownRight, tone: 'bg-slate-soft text-slate-fg', word: 'kind_goto' },
  subflow: { Icon: Workflow, tone: 'bg-teal-soft text-teal-fg', word: 'kind_subflow' },
  foreach: { Icon: Repeat, tone: 'bg-warn-soft text-warn-fg', word: 'kind_foreach' },
  http: { Icon: CloudDownload, tone: 'bg-violet-soft text-violet-fg', word: 'kind_http' },
  email: { Icon: Mail, tone: 'bg-teal-soft text-teal-fg', word: 'kind_email' },
  split: { Icon: Shuffle, tone: 'bg-warn-soft text-warn-fg', word: 'kind_split' },
}
export const OTHER_LOOK: Look = { Icon: Square, tone: 'bg-slate-soft text-slate-fg', word: 'kind_unknown' }
