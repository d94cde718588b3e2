import type { Definition } from '#core/flow/definition.ts'
import { countsOf, type StepChange, type StepDiff } from '#core/flow/version/diff.ts'
import { detailWords } from '#core/flow/version/words.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { titleOf } from '#web/flow/drawing/title.ts'
import { useTrialWords } from '#web/flow/trial-words.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { cx } from '#web/ui/cx.ts'

const LOOKS: Readonly<Record<StepChange, { readonly mark: string; readonly tone: string }>> = {
  added: { mark: '+', tone: 'bg-brand-soft text-brand-soft-fg' },
  changed: { mark: '~', tone: 'bg-warn-soft text-warn-fg' },
  removed: { mark: '−', tone: 'bg-danger-soft text-danger-fg' },
}
/** Steps that are told one by one. */
const TOLD_MAX = 60

/** How much is different, as `+2 ~3 −0`. */
export function DiffBadge({ diffs }: { diffs: readonly StepDiff[] }) {
  const t = useTrialWords()
  const { added, changed, removed } = countsOf(diffs)
  return (
    <Badge tone={diffs.length > 0 ? 'warn' : 'neutral'}>
      <span className="tnum" aria-hidden>
        +{added} ~{changed} −{removed}
      </span>
      <span className="sr-only">{t('counts', { added, changed, removed })}</span>
    </Badge>
  )
}

type Props = {
  readonly diffs: readonly StepDiff[]
  readonly before: Definition
  readonly after: Definition
  /** Brings a step into sight. */
  readonly onShow: (step: string) => void
}

/** What became of each step, in words: texts before → after, ways, values. Pressing a step shows it. */
export function DiffList({ diffs, before, after, onShow }: Props) {
  const t = useTrialWords()
  const words = useWords()
  const language = useLanguage()
  return (
    <ul className="mt-2 space-y-2">
      {diffs.slice(0, TOLD_MAX).map(({ node, change, details }) => {
        const step = after.nodes[node] ?? before.nodes[node]
        return (
          <li key={node} className="text-xs" data-change={change}>
            <button
              type="button"
              onClick={() => onShow(node)}
              className="flex min-h-7 w-full items-center gap-2 rounded-sm px-1 text-left hover:bg-hover"
            >
              <span
                aria-hidden
                className={cx(
                  'grid size-4 shrink-0 place-items-center rounded-xs font-mono font-semibold',
                  LOOKS[change].tone,
                )}
              >
                {LOOKS[change].mark}
              </span>
              <span className="min-w-0 flex-1 truncate font-medium">{step && titleOf(step, words)}</span>
              <span className="text-fg-3">{words(`history.${change}`)}</span>
            </button>
            {details.map((detail, at) => {
              const told = detailWords(detail, node, { before, after, language })
              return (
                <p key={at} className="pl-7 [overflow-wrap:anywhere] text-fg-2">
                  <span className="text-fg-3">{told.what}: </span>
                  <del className="text-danger-fg no-underline">{told.before}</del>
                  {' → '}
                  <ins className="text-brand-soft-fg no-underline">{told.after}</ins>
                </p>
              )
            })}
          </li>
        )
      })}
      {diffs.length > TOLD_MAX && (
        <li className="pl-7 text-xs text-fg-3">{t('more', { count: diffs.length - TOLD_MAX })}</li>
      )}
    </ul>
  )
}
