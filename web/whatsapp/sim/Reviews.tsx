import { FileText } from 'lucide-react'
import { DAY, SECOND } from '#core/base/time.ts'
import type { SimTemplate, SimWorld } from '#core/whatsapp/sim-view.ts'
import { STATUS_WORDS } from '#core/whatsapp/template/status-words.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { Card } from '#web/ui/Card.tsx'
import { Select } from '#web/ui/Select.tsx'
import { SwitchRow } from '#web/ui/Switch.tsx'
import { callSim, type World } from '#web/whatsapp/sim/sim-client.ts'
import { useSimAct } from '#web/whatsapp/sim/use-sim.ts'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

/** Decided by itself soon after it was submitted, or only by the person who plays Meta. */
const SOON = 5 * SECOND
const WAITS = DAY
const SHOWN_MAX = 8

const VERDICTS = {
  approve: { status: 'APPROVED' },
  promotional: { status: 'REJECTED', reason: 'PROMOTIONAL' },
  format: { status: 'REJECTED', reason: 'INVALID_FORMAT' },
  mismatch: { status: 'REJECTED', reason: 'TAG_CONTENT_MISMATCH' },
  pause: { status: 'PAUSED' },
  disable: { status: 'DISABLED' },
} as const
type Verdict = keyof typeof VERDICTS
const CHOICES = Object.keys(VERDICTS) as readonly Verdict[]

/** What a review may come to by itself. */
const AUTOMATIC = ['approve', 'promotional', 'format', 'mismatch'] as const

function reasonOf(verdict: (typeof AUTOMATIC)[number]) {
  const decided = VERDICTS[verdict]
  return 'reason' in decided ? decided.reason : 'NONE'
}

/** Here one is Meta's reviewer: templates are approved, rejected with a reason, paused or disabled, told by webhook. */
export function Reviews({ world, state }: { world: World; state: SimWorld }) {
  const t = useTemplateWords()
  const patch = useSimAct(world, (reviewAfter: number) => callSim(world, 'patchWorld', {}, { reviewAfter }))
  const decide = useSimAct(world, (reviewReason: ReturnType<typeof reasonOf>) =>
    callSim(world, 'patchWorld', {}, { reviewReason }),
  )
  const waiting = state.templates.filter(({ status }) => status === 'PENDING')
  const decided = state.templates.filter(({ status }) => status !== 'PENDING').reverse()
  return (
    <Card
      title={
        <span className="flex items-center gap-1.5">
          <FileText aria-hidden className="size-4 text-fg-3" />
          {t('sim.title')}
        </span>
      }
      bodyClass="space-y-3 px-4 pb-4"
    >
      <SwitchRow
        label={t('sim.byItself')}
        hint={t('sim.byItselfHint')}
        checked={state.reviewAfter < WAITS}
        onChange={(on) => patch.mutate(on ? SOON : WAITS)}
      />
      {state.reviewAfter < WAITS && (
        <Select
          size="sm"
          label={t('sim.byItselfAs')}
          value={AUTOMATIC.find((one) => reasonOf(one) === (state.reviewReason ?? 'NONE')) ?? 'approve'}
          onChange={(verdict) => decide.mutate(reasonOf(verdict))}
          options={AUTOMATIC.map((value) => ({ value, label: t(`sim.${value}`) }))}
        />
      )}
      <ul className="space-y-2.5">
        {[...waiting, ...decided].slice(0, SHOWN_MAX).map((template) => (
          <Review key={template.id} world={world} template={template} />
        ))}
      </ul>
    </Card>
  )
}

/** What stands in the choice of a template that stands so. */
const STANDS: Readonly<Record<string, Verdict>> = {
  APPROVED: 'approve',
  PAUSED: 'pause',
  DISABLED: 'disable',
}

function Review({ world, template }: { world: World; template: SimTemplate }) {
  const t = useTemplateWords()
  const language = useLanguage()
  const decide = useSimAct(world, (verdict: Verdict) =>
    callSim(world, 'patchTemplate', { templateId: template.id }, VERDICTS[verdict]),
  )
  const name = `${template.name} (${template.language})`
  return (
    <li className="space-y-1">
      <p className="truncate font-mono text-xs">{name}</p>
      <Select
        size="sm"
        label={t('sim.verdictOn', { name })}
        value={STANDS[template.status] ?? null}
        placeholder={STATUS_WORDS[template.status === 'REJECTED' ? 'REJECTED' : 'PENDING'][language]}
        onChange={(verdict) => decide.mutate(verdict)}
        options={CHOICES.map((value) => ({ value, label: t(`sim.${value}`) }))}
      />
    </li>
  )
}
