import type { FlowRow } from '#core/flow/api.ts'
import { CANARY_SHARE_MAX, CANARY_SHARE_MIN, WHOLE } from '#core/flow/version/canary.ts'
import { useReleaseWords } from '#web/flow/version/release-words.ts'
import { Banner } from '#web/ui/Banner.tsx'

/** The share that is offered first. */
const FIRST_SHARE = 10

type Props = {
  readonly flow: FlowRow
  /** The number that the draft gets. */
  readonly next: number
  readonly value: number
  readonly onChange: (share: number) => void
}

/** Whether all contacts get the new version, or some first while the rest go on with the one before. */
export function ShareChoice({ flow, next, value, onChange }: Props) {
  const t = useReleaseWords()
  const isSome = value < WHOLE
  return (
    <fieldset className="space-y-1.5">
      <legend className="mb-1.5 text-sm font-medium">{t('who', { version: next })}</legend>
      <Choice title={t('all')} hint={t('allHint')} checked={!isSome} onChoose={() => onChange(WHOLE)} />
      <Choice
        title={t('some')}
        hint={t('someHint', { former: flow.version ?? 0 })}
        checked={isSome}
        onChoose={() => onChange(FIRST_SHARE)}
      />
      {isSome && <SharePicker value={value} onChange={onChange} />}
      {flow.canary && <Banner tone="warn">{t('replaces', { version: flow.canary.version })}</Banner>}
    </fieldset>
  )
}

type ChoiceProps = {
  readonly title: string
  readonly hint: string
  readonly checked: boolean
  readonly onChoose: () => void
}

function Choice({ title, hint, checked, onChoose }: ChoiceProps) {
  return (
    <label className="flex cursor-pointer items-start gap-2.5 rounded-md border border-line px-3 py-2 has-checked:border-brand has-checked:bg-brand-soft/40">
      <input
        type="radio"
        name="share"
        checked={checked}
        onChange={onChoose}
        className="mt-1 accent-(--brand)"
      />
      <span>
        <span className="block text-sm font-medium">{title}</span>
        <span className="block text-xs text-fg-3">{hint}</span>
      </span>
    </label>
  )
}

/** A share between one percent and all but one. */
export function SharePicker({ value, onChange }: { value: number; onChange: (share: number) => void }) {
  const t = useReleaseWords()
  return (
    <label className="flex items-center gap-3 text-sm">
      <span className="shrink-0">{t('share')}</span>
      <input
        type="range"
        min={CANARY_SHARE_MIN}
        max={CANARY_SHARE_MAX}
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
        className="h-6 min-w-0 flex-1 accent-(--brand)"
      />
      <output className="tnum w-11 shrink-0 text-right font-semibold">{value}%</output>
    </label>
  )
}
