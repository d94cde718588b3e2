import { Link } from '@tanstack/react-router'
import { ChevronRight, FileText } from 'lucide-react'
import { type Action, explain, type ToldFact } from '#core/policy/explain.ts'
import type { Verdict } from '#core/whatsapp/verdict.ts'
import { useFormats } from '#web/base/format.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { Button, buttonClass } from '#web/ui/Button.tsx'
import { cx } from '#web/ui/cx.ts'
import id from '#web/whatsapp/locales/id.json'
import { useVerdictWords } from '#web/whatsapp/verdict/words.ts'
import { useWords, type WhatsappWords } from '#web/whatsapp/words.ts'

/** A template to send instead, or null: any that is approved. */
export type TemplateName = { readonly name: string; readonly language: string }
export type OnTemplate = (template: TemplateName | null) => void

type Fault = { readonly code: number; readonly title: string; readonly details?: string | undefined }
type Props = {
  readonly fault: Fault | null
  readonly verdict: Verdict | null
  readonly end?: boolean
  /** The message waits, and goes by itself. */
  readonly waits?: boolean
  /** Why is said elsewhere already. */
  readonly brief?: boolean
  /** Opens the templates, where they can be sent from here. */
  readonly onTemplate?: OnTemplate | undefined
}

/**
 * Why a message did not arrive, told alike wherever it is seen: Meta's reason in plain words with its code, or our own gate's
 * sentence and what to do, as a button where it can be pressed. One tap shows the rule by its id and the facts it was judged by.
 */
export function Explanation({
  fault,
  verdict,
  end = false,
  waits = false,
  brief = false,
  onTemplate,
}: Props) {
  const t = useWords()
  const language = useLanguage()
  const told = fault || !verdict ? null : explain(verdict, language)
  const why = fault
    ? fault.code < 0 // our own: its number tells nobody anything
      ? faultText(fault, t)
      : t('fate.because', { reason: faultText(fault, t), code: fault.code })
    : (told?.why ?? t('fate.failed'))
  return (
    <div className={cx('text-xs', end && 'text-right')}>
      {!brief && (
        <p className={cx('[overflow-wrap:anywhere]', waits ? 'text-warn-fg' : 'text-danger-fg')}>{why}</p>
      )}
      {told?.remedy && <p className="mt-0.5 text-fg-2">{told.remedy}</p>}
      {told?.action && <Remedy action={told.action} waits={waits} onTemplate={onTemplate} />}
      {told?.rule && (
        <details className="group/why mt-0.5 text-fg-2">
          <summary className="inline-flex min-h-6 cursor-pointer items-center gap-1 rounded-xs text-2xs text-fg-3 hover:text-fg">
            <ChevronRight aria-hidden className="size-3 transition-transform group-open/why:rotate-90" />
            {t('why.rule', { title: told.rule.title })}
          </summary>
          <Facts rule={told.rule.id} facts={told.facts} end={end} />
        </details>
      )}
    </div>
  )
}

type FactsProps = {
  readonly rule: string
  readonly facts: readonly ToldFact[]
  readonly end: boolean
}

function Facts({ rule, facts, end }: FactsProps) {
  const t = useVerdictWords()
  return (
    <dl
      className={cx(
        'mt-0.5 grid grid-cols-[auto_auto] gap-x-3 gap-y-0.5',
        end ? 'justify-end' : 'justify-start',
      )}
    >
      <dt className="text-left text-fg-3">{t('ruleId')}</dt>
      <dd className="text-left font-mono text-2xs leading-[18px]">{rule}</dd>
      {facts.map((fact) => (
        <FactLine key={fact.name} fact={fact} />
      ))}
    </dl>
  )
}

function FactLine({ fact: { label, value, as } }: { fact: ToldFact }) {
  const format = useFormats()
  const isMoment = as === 'moment' && typeof value === 'number'
  return (
    <>
      <dt className="text-left text-fg-3">{label}</dt>
      <dd className="tnum text-left">{isMoment ? format.moment(value) : String(value)}</dd>
    </>
  )
}

/** The remedy, where it can be pressed. A moment is only told: then the message goes by itself or may be sent again. */
type RemedyProps = { action: Action; waits: boolean; onTemplate: OnTemplate | undefined }

function Remedy({ action, waits, onTemplate }: RemedyProps) {
  const t = useVerdictWords()
  const { moment } = useFormats()
  switch (action.kind) {
    case 'wait':
      return (
        <p className="tnum mt-0.5 text-fg-2">{t(waits ? 'waits' : 'until', { at: moment(action.until) })}</p>
      )
    case 'page':
      return (
        <Link to={`/${action.page}`} className={cx(buttonClass({ size: 'sm' }), 'mt-1 max-md:h-11')}>
          {t(`open.${action.page}`)}
        </Link>
      )
    case 'template':
    case 'templates':
      if (!onTemplate) return null
      return (
        <Button
          size="sm"
          icon={<FileText />}
          className="mt-1 max-md:h-11"
          onClick={() => onTemplate(action.kind === 'template' ? action : null)}
        >
          {action.kind === 'template' ? t('sendTemplate', { name: action.name }) : t('chooseTemplate')}
        </Button>
      )
    default:
      return action satisfies never
  }
}

/** Meta's reason in plain words, by its code; else what Meta itself says. */
function faultText({ code, title, details }: Fault, t: WhatsappWords): string {
  const key = `fault.${code}`
  return isKey(key) ? t(key) : details || title
}

type Key = Parameters<WhatsappWords>[0]
function isKey(key: string): key is Key {
  return key in id
}
