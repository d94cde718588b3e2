import type { Estimate } from '#core/broadcast/api.ts'
import type { Audience, PersonRule } from '#core/broadcast/broadcast.ts'
import { NumbersList } from '#web/broadcast/edit/NumbersList.tsx'
import { RuleList } from '#web/broadcast/edit/RuleList.tsx'
import { StepCard } from '#web/broadcast/edit/StepCard.tsx'
import { TagSet } from '#web/broadcast/edit/TagSet.tsx'
import type { Writing } from '#web/broadcast/edit/use-draft.ts'
import { useBroadcastWords } from '#web/broadcast/words.ts'
import { Segmented } from '#web/ui/Segmented.tsx'

const FACTS = ['field', 'tag', 'window', 'segment'] as const

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
      <RuleList<PersonRule>
        title={t('rules')}
        rules={rules}
        match={audience.match}
        facts={FACTS}
        fresh={{ fact: 'window', is: 'open' }}
        isWide
        onChange={set}
      />
      {estimate && estimate.unreachable > 0 && (
        <p className="text-fg-3 text-xs">{t('unreachable', { count: estimate.unreachable })}</p>
      )}
    </>
  )
}
