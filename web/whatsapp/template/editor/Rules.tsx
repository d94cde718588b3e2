import { Check, CircleX, Lightbulb, TriangleAlert } from 'lucide-react'
import { memo } from 'react'
import type { Finding } from '#core/whatsapp/finding.ts'
import { CHECKLIST, checklistOf, type LineState } from '#core/whatsapp/template/rule/checklist.ts'
import type { Template } from '#core/whatsapp/template/template.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { cx } from '#web/ui/cx.ts'
import { withCategory } from '#web/whatsapp/template/edit/edit.ts'
import type { Writing } from '#web/whatsapp/template/editor/use-writing.ts'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

type Props = { writing: Writing; findings: readonly Finding[]; advice: readonly Finding[] }

/** Meta's rules line by line while one types, and above them what would make approval likelier. */
export function Rules({ writing, findings, advice }: Props) {
  const t = useTemplateWords()
  const lines = checklistOf(findings)
    .map((line, at) => ({ ...line, rules: CHECKLIST[at]?.rules ?? [] }))
    .filter((line) => isAsked(line, writing.template))
  const met = lines.filter(({ state }) => state === 'ok').length
  return (
    <>
      {advice.length > 0 && (
        <section aria-label={t('advice')}>
          <h2 className="mb-1.5 font-semibold text-base">{t('advice')}</h2>
          <ul className="space-y-2">
            {advice.map((finding) => (
              <Tip key={`${finding.rule} ${finding.field}`} finding={finding} edit={writing.edit} />
            ))}
          </ul>
        </section>
      )}
      <section aria-label={t('rules')}>
        <h2 className="mb-1.5 flex items-baseline font-semibold text-base">
          <span className="flex-1">{t('rules')}</span>
          <span className="tnum font-normal text-fg-3 text-xs">
            {met}/{lines.length}
          </span>
        </h2>
        <ul className="space-y-1.5">
          {lines.map((line) => (
            <Line key={line.words.id} line={line} />
          ))}
        </ul>
      </section>
    </>
  )
}

type Asked = LineState & { readonly rules: readonly string[] }

/** A line about parts that this template has not is met for that reason, and says nothing. */
function isAsked({ state, rules }: Asked, { category, cards, offer }: Template): boolean {
  if (state !== 'ok') return true
  if (rules.includes('auth_parts')) return category === 'AUTHENTICATION'
  if (rules.includes('cards_count')) return cards.length > 0 || offer !== undefined
  return !rules.includes('components_shape')
}

const SIGNS = {
  ok: { Icon: Check, look: 'bg-brand-soft text-brand-soft-fg' },
  warning: { Icon: TriangleAlert, look: 'bg-warn-soft text-warn-fg' },
  error: { Icon: CircleX, look: 'bg-danger-soft text-danger-fg' },
} as const

const Line = memo(RuleLine, (one, other) => JSON.stringify(one) === JSON.stringify(other))

function RuleLine({ line: { words, state, findings } }: { line: LineState }) {
  const t = useTemplateWords()
  const language = useLanguage()
  const { Icon, look } = SIGNS[state]
  return (
    <li className="flex gap-2.5">
      <span
        aria-hidden
        className={cx('mt-px grid size-[18px] shrink-0 place-items-center rounded-full [&_svg]:size-3', look)}
      >
        <Icon />
      </span>
      <span className="min-w-0 text-sm">
        <span className="sr-only">{t(`state.${state}`)}: </span>
        <span className={state === 'ok' ? 'text-fg-2' : 'font-semibold'}>{words[language]}</span>
        {findings.map((finding) => (
          <span key={`${finding.rule} ${finding.field}`} className="block text-fg-2 text-xs">
            {finding.reason[language]} {finding.remedy[language]}
          </span>
        ))}
      </span>
    </li>
  )
}

/** Rules of advice that another category settles, and which. */
const MOVES = { promo_in_utility: 'MARKETING', otp_elsewhere: 'AUTHENTICATION' } as const

function Tip({ finding, edit }: { finding: Finding } & Pick<Writing, 'edit'>) {
  const t = useTemplateWords()
  const language = useLanguage()
  const isWarning = finding.severity === 'warning'
  const move = finding.rule in MOVES ? MOVES[finding.rule as keyof typeof MOVES] : null
  return (
    <li className="flex gap-2.5">
      <span
        aria-hidden
        className={cx(
          'mt-px grid size-[18px] shrink-0 place-items-center rounded-full [&_svg]:size-3',
          isWarning ? 'bg-warn-soft text-warn-fg' : 'bg-info-soft text-info-fg',
        )}
      >
        {isWarning ? <TriangleAlert /> : <Lightbulb />}
      </span>
      <span className="min-w-0 text-sm">
        <span className={isWarning ? 'font-semibold' : ''}>{finding.reason[language]}</span>{' '}
        <span className="text-fg-2">{finding.remedy[language]}</span>{' '}
        {move && (
          <button
            type="button"
            className="min-h-6 font-semibold text-brand-soft-fg hover:underline"
            onClick={() => edit((now) => withCategory(now, move))}
          >
            {t(move === 'MARKETING' ? 'toMarketing' : 'toAuthentication')}
          </button>
        )}
      </span>
    </li>
  )
}
