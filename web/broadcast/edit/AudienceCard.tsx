import { Plus, X } from 'lucide-react'
import type { Estimate } from '#core/broadcast/api.ts'
import type { Audience, PersonRule } from '#core/broadcast/broadcast.ts'
import type { Rule } from '#core/flow/rule.ts'
import { NumbersList } from '#web/broadcast/edit/NumbersList.tsx'
import { StepCard } from '#web/broadcast/edit/StepCard.tsx'
import { TagSet } from '#web/broadcast/edit/TagSet.tsx'
import type { Writing } from '#web/broadcast/edit/use-draft.ts'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { RuleEditor } from '#web/flow/inspector/RuleEditor.tsx'
import { Button } from '#web/ui/Button.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'

const FACTS = ['field', 'tag', 'window', 'segment'] as const
const RULES_MAX = 20

type Props = { writing: Writing; estimate: Estimate | undefined }

/** Who gets it: contacts by tags and facts, or a list of numbers. */
export function AudienceCard({ writing, estimate }: Props) {
  const t = useBroadcastWords()
  const { draft, change } = writing
  const { audience } = draft
  const set = (patch: Partial<Audience>) => change({ audience: { ...audience, ...patch } })
  return (
    <StepCard step={1} title={t('audience')} note={estimate && t('people', { count: estimate.recipients })}>
      <Segmented
        label={t('from')}
        value={audience.from}
        onChange={(from) => set({ from })}
        options={[
          { value: 'people', label: t('fromPeople') },
          { value: 'numbers', label: t('fromNumbers') },
        ]}
      />
      {audience.from === 'people' ? (
        <People audience={audience} set={set} estimate={estimate} />
      ) : (
        <NumbersList writing={writing} />
      )}
      <p className="text-fg-3 text-xs">{t('optedOutNote')}</p>
    </StepCard>
  )
}

function isOfPerson(rule: Rule): rule is PersonRule {
  return FACTS.some((fact) => fact === rule.fact)
}

type PeopleProps = {
  audience: Audience
  set: (patch: Partial<Audience>) => void
  estimate: Estimate | undefined
}

function People({ audience, set, estimate }: PeopleProps) {
  const t = useBroadcastWords()
  const { any, all, none, rules } = audience
  const isEveryone = any.length + all.length + none.length + rules.length === 0
  return (
    <>
      {isEveryone && <p className="text-fg-2 text-sm">{t('everyone')}</p>}
      <div className="grid gap-3 sm:grid-cols-3">
        <TagSet label={t('tagsAny')} tags={any} onChange={(tags) => set({ any: tags })} />
        <TagSet label={t('tagsAll')} tags={all} onChange={(tags) => set({ all: tags })} />
        <TagSet label={t('tagsNone')} tags={none} onChange={(tags) => set({ none: tags })} />
      </div>
      <Rules audience={audience} set={set} />
      {estimate && estimate.unreachable > 0 && (
        <p className="text-fg-3 text-xs">{t('unreachable', { count: estimate.unreachable })}</p>
      )}
    </>
  )
}

function Rules({ audience: { rules, match }, set }: Omit<PeopleProps, 'estimate'>) {
  const t = useBroadcastWords()
  const put = (at: number, rule: PersonRule) =>
    set({ rules: rules.map((each, place) => (place === at ? rule : each)) })
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="font-medium text-sm">{t('rules')}</p>
        {rules.length > 1 && (
          <Segmented
            size="sm"
            label={t('match')}
            value={match}
            onChange={(next) => set({ match: next })}
            options={[
              { value: 'all', label: t('matchAll') },
              { value: 'any', label: t('matchAny') },
            ]}
          />
        )}
      </div>
      {rules.map((rule, at) => (
        <div key={at} className="flex items-start gap-2 rounded-md bg-sunken p-2.5">
          <div className="grid min-w-0 flex-1 gap-2 sm:grid-cols-2 lg:grid-cols-4">
            <RuleEditor
              rule={rule}
              ofContacts
              facts={FACTS}
              onChange={(next) => isOfPerson(next) && put(at, next)}
            />
          </div>
          <IconButton
            size="sm"
            label={t('removeRule', { place: at + 1 })}
            onClick={() => set({ rules: rules.filter((_, place) => place !== at) })}
          >
            <X />
          </IconButton>
        </div>
      ))}
      <Button
        size="sm"
        tone="ghost"
        icon={<Plus />}
        disabled={rules.length >= RULES_MAX}
        onClick={() => set({ rules: [...rules, { fact: 'window', is: 'open' }] })}
      >
        {t('addRule')}
      </Button>
    </div>
  )
}
