import type { ReactNode } from 'react'
import { FieldPicker } from '#web/flow/control/FieldPicker.tsx'
import { WordsInput } from '#web/flow/control/WordsInput.tsx'
import type { InspectorProps } from '#web/flow/model/node-of.ts'
import { useTriggerWords } from '#web/flow/trigger-words.ts'
import { useWords } from '#web/flow/use-words.ts'
import { cx } from '#web/ui/cx.ts'
import { Field } from '#web/ui/Field.tsx'
import { SwitchRow } from '#web/ui/Switch.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { ClockInput } from '#web/workspace/ClockInput.tsx'

const NAMES_MAX = 20
const TAG_MAX = 50
const AD_MAX = 80
const EVENT = /^[a-z][a-z0-9_.-]{0,49}$/
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const
const EVERY_MORNING = { days: [1, 2, 3, 4, 5], at: '09:00', tags: [] }

/** What begins a flow besides the customer's words: each is there or not, and asks only when it is. */
export function MoreTriggers({ node, change }: InspectorProps<'start'>) {
  const t = useTriggerWords()
  const setEvents = (events: string[]) => {
    const good = events.filter((name) => EVENT.test(name))
    if (good.length < events.length) toast(t('eventsBad'), { tone: 'problem' })
    change({ events: good })
  }
  const list = { countMax: NAMES_MAX, lengthMax: TAG_MAX }
  return (
    <>
      <Part name="ads" isOn={node.ads !== undefined} onSwitch={(on) => change({ ads: on ? [] : undefined })}>
        <WordsInput
          label={t('adsOnly')}
          hint={t('adsOnlyHint')}
          values={node.ads ?? []}
          countMax={NAMES_MAX}
          lengthMax={AD_MAX}
          onChange={(ads) => change({ ads })}
        />
      </Part>
      <Part
        name="tags"
        isOn={node.tags !== undefined}
        onSwitch={(on) => change({ tags: on ? [] : undefined })}
      >
        <WordsInput
          label={t('tags')}
          {...list}
          values={node.tags ?? []}
          onChange={(tags) => change({ tags })}
        />
      </Part>
      <Part
        name="fields"
        isOn={node.fields !== undefined}
        onSwitch={(on) => change({ fields: on ? [] : undefined })}
      >
        <FieldSet values={node.fields ?? []} onChange={(fields) => change({ fields })} />
      </Part>
      <Part
        name="events"
        isOn={node.events !== undefined}
        onSwitch={(on) => change({ events: on ? [] : undefined })}
      >
        <WordsInput label={t('events')} {...list} values={node.events ?? []} onChange={setEvents} />
      </Part>
      <Part
        name="schedule"
        isOn={node.schedule !== undefined}
        onSwitch={(on) => change({ schedule: on ? EVERY_MORNING : undefined })}
      >
        {node.schedule && (
          <ScheduleForm
            schedule={node.schedule}
            onChange={(schedule, field) => change({ schedule }, field)}
          />
        )}
      </Part>
    </>
  )
}

type PartProps = {
  readonly name: 'ads' | 'tags' | 'fields' | 'events' | 'schedule'
  readonly isOn: boolean
  readonly onSwitch: (on: boolean) => void
  readonly children: ReactNode
}

function Part({ name, isOn, onSwitch, children }: PartProps) {
  const t = useTriggerWords()
  return (
    <div className="space-y-2.5">
      <SwitchRow label={t(name)} hint={t(`${name}Hint`)} checked={isOn} onChange={onSwitch} />
      {isOn && <div className="space-y-2.5 border-brand-soft border-l-2 pl-3">{children}</div>}
    </div>
  )
}

function FieldSet({ values, onChange }: { values: readonly string[]; onChange: (fields: string[]) => void }) {
  const t = useTriggerWords()
  return (
    <>
      {values.map((key) => (
        <FieldPicker
          key={key}
          label={t('fields')}
          value={key}
          clearable
          onChange={(next) =>
            onChange(
              values.flatMap((each) =>
                each !== key ? [each] : next && !values.includes(next) ? [next] : [],
              ),
            )
          }
        />
      ))}
      {values.length < NAMES_MAX && (
        <FieldPicker
          key={values.length}
          label={t('addField')}
          value={undefined}
          onChange={(key) => key && !values.includes(key) && onChange([...values, key])}
        />
      )}
    </>
  )
}

type Schedule = NonNullable<InspectorProps<'start'>['node']['schedule']>

function ScheduleForm({
  schedule,
  onChange,
}: {
  schedule: Schedule
  onChange: (schedule: Schedule, field?: string) => void
}) {
  const t = useTriggerWords()
  const words = useWords()
  const setDay = (day: number, on: boolean) =>
    onChange({
      ...schedule,
      days: on ? [...schedule.days, day].sort() : schedule.days.filter((one) => one !== day),
    })
  return (
    <>
      <Field label={t('scheduleAt')}>
        <ClockInput value={schedule.at} onChange={(at) => onChange({ ...schedule, at }, 'at')} />
      </Field>
      <fieldset className="flex gap-1">
        <legend className="sr-only">{t('scheduleDays')}</legend>
        {WEEKDAYS.map((day) => {
          const on = schedule.days.includes(day)
          return (
            <button
              key={day}
              type="button"
              aria-pressed={on}
              onClick={() => setDay(day, !on)}
              className={cx(
                'h-7 min-w-0 flex-1 rounded-sm font-medium text-2xs',
                on ? 'bg-brand-soft text-brand-soft-fg' : 'bg-sunken text-fg-2 hover:bg-hover',
              )}
            >
              {words(`day.${day}`)}
            </button>
          )
        })}
      </fieldset>
      <WordsInput
        label={t('scheduleTags')}
        hint={t('scheduleTagsHint')}
        values={schedule.tags}
        countMax={NAMES_MAX}
        lengthMax={TAG_MAX}
        onChange={(tags) => onChange({ ...schedule, tags })}
      />
    </>
  )
}
