import { DAY, HOUR, MINUTE, SECOND } from '#core/base/time.ts'
import { LIFETIMES } from '#core/whatsapp/template/rule/limits.ts'
import { useFormats } from '#web/base/format.ts'
import { Select } from '#web/ui/Select.tsx'
import { withLifetime } from '#web/whatsapp/template/edit/edit.ts'
import type { Writing } from '#web/whatsapp/template/editor/use-writing.ts'
import { RuledField } from '#web/whatsapp/template/part/RuledField.tsx'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

/** Seconds to choose from; those outside of what Meta allows the category are not offered. */
const CHOICES = [30 * SECOND, MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR, 12 * HOUR, DAY]
  .concat([7 * DAY, 30 * DAY])
  .map((millis) => millis / SECOND)

/** How long Meta tries to deliver; a message that comes too late is dropped, and nobody is told (Meta, 7.8). */
export function LifetimeField({ writing: { template, change } }: { writing: Writing }) {
  const t = useTemplateWords()
  const { span } = useFormats()
  const { lifetime, category } = template
  const { min, max } = LIFETIMES[category]
  const offered = CHOICES.filter((seconds) => seconds >= min && seconds <= max)
  const all = lifetime === undefined || offered.includes(lifetime) ? offered : [...offered, lifetime]
  return (
    <RuledField path="lifetime" label={t('lifetime')} hint={t('lifetimeHint')} className="max-w-80">
      <Select
        value={lifetime === undefined ? 'meta' : String(lifetime)}
        onChange={(next) => change(withLifetime(template, next === 'meta' ? undefined : Number(next)))}
        options={[
          { value: 'meta', label: t('lifetime.meta') },
          ...all.map((seconds) => ({
            value: String(seconds),
            label: seconds < 0 ? span(30 * DAY) : span(seconds * SECOND),
          })),
        ]}
      />
    </RuledField>
  )
}
