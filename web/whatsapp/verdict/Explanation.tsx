import { ChevronRight } from 'lucide-react'
import { explain, type ToldFact } from '#core/policy/explain.ts'
import type { Verdict } from '#core/whatsapp/verdict.ts'
import { useFormats } from '#web/base/format.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { cx } from '#web/ui/cx.ts'
import id from '#web/whatsapp/locales/id.json'
import { useWords, type WhatsappWords } from '#web/whatsapp/words.ts'

type Fault = { readonly code: number; readonly title: string; readonly details?: string | undefined }
type Props = {
  readonly fault: Fault | null
  readonly verdict: Verdict | null
  readonly end?: boolean
}

/**
 * Why a message did not arrive, told alike wherever it is seen: Meta's reason in plain words with its code, or our own
 * gate's sentence, what to do, and on demand the rule and the facts it was judged by.
 */
export function Explanation({ fault, verdict, end = false }: Props) {
  const t = useWords()
  const language = useLanguage()
  const told = fault || !verdict ? null : explain(verdict, language)
  const why = fault
    ? t('fate.because', { reason: faultText(fault, t), code: fault.code })
    : (told?.why ?? t('fate.failed'))
  return (
    <div className={cx('text-xs', end && 'text-right')}>
      <p className="text-danger-fg [overflow-wrap:anywhere]">{why}</p>
      {told?.remedy && <p className="mt-0.5 text-fg-2">{told.remedy}</p>}
      {told?.rule && (
        <details className="group/why mt-0.5 text-fg-2">
          <summary className="inline-flex min-h-6 cursor-pointer items-center gap-1 rounded-xs text-2xs text-fg-3 hover:text-fg">
            <ChevronRight aria-hidden className="size-3 transition-transform group-open/why:rotate-90" />
            {t('why.rule', { title: told.rule.title })}
          </summary>
          <dl
            className={cx(
              'mt-0.5 grid grid-cols-[auto_auto] gap-x-3 gap-y-0.5',
              end ? 'justify-end' : 'justify-start',
            )}
          >
            {told.facts.map((fact) => (
              <FactLine key={fact.name} fact={fact} />
            ))}
          </dl>
        </details>
      )}
    </div>
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

/** Meta's reason in plain words, by its code; else what Meta itself says. */
function faultText({ code, title, details }: Fault, t: WhatsappWords): string {
  const key = `fault.${code}`
  return isKey(key) ? t(key) : details || title
}

type Key = Parameters<WhatsappWords>[0]
function isKey(key: string): key is Key {
  return key in id
}
