import { ChevronRight, CircleX } from 'lucide-react'
import { useState } from 'react'
import { Badge } from '#web/ui/Badge.tsx'
import { CopyButton } from '#web/ui/Copyable.tsx'
import { cx } from '#web/ui/cx.ts'
import { Ticks } from '#web/ui/Ticks.tsx'
import { type StepLine, wordsOf } from '#web/whatsapp/trace/lines.ts'
import { KIND_LOOKS, OTHER_LOOK } from '#web/whatsapp/trace/looks.ts'
import { useFaultWords, useStepName, useStepWas, useWayOut } from '#web/whatsapp/trace/step-words.ts'
import { VerdictNote } from '#web/whatsapp/verdict/VerdictNote.tsx'
import { useWords } from '#web/whatsapp/words.ts'

type Props = { line: StepLine; here: boolean; dim: boolean; compact: boolean; onStop: () => void }

/** One executed step: what it was shown, by which way it left, what it set, what it sent. */
export function TraceStep({ line, here, dim, compact, onStop }: Props) {
  const { step } = line
  const t = useWords()
  const name = useStepName()(step)
  const look = KIND_LOOKS[step.kind] ?? OTHER_LOOK
  const set = Object.entries(step.set)
  const sayFault = useFaultWords()
  const stepWas = useStepWas()
  const outlet = useWayOut()(line.turn, step)
  const words =
    step.sent.map((sent) => wordsOf(sent.request)).join(' ') || (outlet === step.heard ? '' : step.heard)
  return (
    <li className={cx('relative px-3', dim && 'opacity-45')}>
      {line.goesOn && (
        <span aria-hidden className="absolute top-9 bottom-0 left-[33px] w-px bg-line-strong" />
      )}
      <div className={cx('rounded-md', here && 'bg-brand-soft/60')}>
        <button
          type="button"
          aria-pressed={here}
          onClick={onStop}
          className="flex w-full items-start gap-2.5 rounded-md p-2 text-left hover:bg-hover"
        >
          <span
            aria-hidden
            className={cx(
              'relative grid size-7 shrink-0 place-items-center rounded-md [&_svg]:size-[15px]',
              look.tone,
            )}
          >
            <look.Icon />
          </span>
          <span className="min-w-0 flex-1">
            <span className="block truncate font-semibold text-sm">{name}</span>
            {words && (
              <span className="line-clamp-2 text-fg-2 text-xs [overflow-wrap:anywhere]">{words}</span>
            )}
            {(step.outlet || step.chosen || set.length > 0 || step.tags.length > 0 || step.fault) && (
              <span className="mt-1 flex flex-wrap gap-1">
                {step.chosen && (
                  <Badge tone="violet">
                    {t(step.chosen.isNew ? 'chosenNew' : 'chosenRest', {
                      version: step.chosen.number,
                      share: step.chosen.share,
                    })}
                  </Badge>
                )}
                {outlet && <Badge tone="brand">→ {outlet}</Badge>}
                {set.map(([key, value]) => (
                  <Badge key={key} tone="violet">
                    {key} = {value || '–'}
                    {step.was[key] !== undefined && ` (${stepWas(step.was[key])})`}
                  </Badge>
                ))}
                {step.tags.map((tag) => (
                  <Badge key={tag} tone="neutral">
                    {tag}
                  </Badge>
                ))}
                {step.fault && (
                  <Badge tone="danger" icon={<CircleX aria-hidden />}>
                    {sayFault(step.fault)}
                  </Badge>
                )}
              </span>
            )}
          </span>
        </button>
        {step.sent.map((sent) => (
          <Sent key={sent.messageId} sent={sent} compact={compact} />
        ))}
      </div>
    </li>
  )
}

function Sent({ sent, compact }: { sent: StepLine['step']['sent'][number]; compact: boolean }) {
  const t = useWords()
  const [open, setOpen] = useState(false)
  const isTroubled = sent.fault !== null || sent.verdict?.allowed === false
  const json = JSON.stringify(sent.request, null, 2)
  return (
    <div className="pr-2 pb-2 pl-[46px]">
      <div className="flex items-center gap-1.5 text-2xs">
        <Ticks state={sent.state} label={t(`state_${sent.state}`)} className="size-3.5!" />
        <span className="text-fg-2">{t(`state_${sent.state}`)}</span>
        {!compact && json !== undefined && sent.request !== null && (
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className="flex min-h-6 items-center gap-1 font-medium text-fg-3 hover:text-fg"
          >
            <ChevronRight aria-hidden className={cx('size-3 transition-transform', open && 'rotate-90')} />
            {t('request')}
          </button>
        )}
        {open && (
          <span className="ml-auto">
            <CopyButton value={json} size="sm" />
          </span>
        )}
      </div>
      {isTroubled && (
        <div className="mt-0.5">
          <VerdictNote state={sent.state} fault={sent.fault} verdict={sent.verdict} />
        </div>
      )}
      {open && (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="scroll mt-1 max-h-52 rounded-sm bg-sunken p-2.5 font-mono text-2xs text-fg-2 leading-[16px]"
        >
          {json}
        </pre>
      )}
    </div>
  )
}
