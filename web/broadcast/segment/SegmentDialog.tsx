import { useMutation, useQuery } from '@tanstack/react-query'
import { SEGMENT_NAME_MAX } from '#core/broadcast/limits.ts'
import type { Segment } from '#core/broadcast/segment-api.ts'
import type { PlainRule, SegmentWhen } from '#core/flow/segment.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { RuleList } from '#web/broadcast/edit/RuleList.tsx'
import { useSegmentWords } from '#web/broadcast/segment/words.ts'
import { ruleText } from '#web/flow/drawing/summary.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { toast } from '#web/ui/Toast.tsx'

const FACTS = ['tag', 'field'] as const

export type SegmentDraft = { readonly id: string; readonly name: string; readonly rule: SegmentWhen }

type Props = {
  draft: SegmentDraft
  onChange: (draft: SegmentDraft) => void
  onDone: () => void
}

/** Name and rules of a segment, with how many contacts they mean right now. */
export function SegmentDialog({ draft, onChange, onDone }: Props) {
  const t = useSegmentWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const { id, name, rule } = draft
  const done = {
    onSuccess: (saved: Segment) => {
      toast(t('saved', { name: saved.name }))
      void queryClient.invalidateQueries({ queryKey: orpc.broadcast.segments.key() })
      onDone()
    },
  }
  const create = useMutation(orpc.broadcast.createSegment.mutationOptions(done))
  const update = useMutation(orpc.broadcast.updateSegment.mutationOptions(done))
  const failure = create.error ?? update.error
  const isWhole = rule.rules.every(isPlain)
  const isChosen = rule.rules.every((one) => one.fact !== 'tag' || one.tag !== '')
  const count = useQuery(
    orpc.broadcast.countSegment.queryOptions({
      input: { rule },
      enabled: isWhole && isChosen,
      placeholderData: (before) => before,
    }),
  ).data?.count
  return (
    <Dialog
      open
      width="lg"
      onOpenChange={(open) => !open && onDone()}
      title={id ? t('edit', { name: name || '…' }) : t('new')}
      footer={
        <>
          <p className="tnum flex-1 self-center text-fg-2 text-sm">
            {isWhole && isChosen && count !== undefined ? t('count', { count }) : ''}
          </p>
          <CloseWith>
            <Button>{base('cancel')}</Button>
          </CloseWith>
          <Button
            tone="primary"
            busy={create.isPending || update.isPending}
            disabled={name.trim() === '' || !isWhole || !isChosen}
            onClick={() => (id ? update.mutate({ id, name, rule }) : create.mutate({ name, rule }))}
          >
            {base('save')}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <Field label={t('name')} hint={t('nameHint')}>
          <TextInput
            value={name}
            maxLength={SEGMENT_NAME_MAX}
            onChange={(next) => onChange({ ...draft, name: next })}
          />
        </Field>
        <RuleList<PlainRule>
          title={t('rules')}
          rules={rule.rules}
          match={rule.match}
          facts={FACTS}
          fresh={{ fact: 'tag', tag: '', is: 'has' }}
          isNeeded
          onChange={(change) => onChange({ ...draft, rule: { ...rule, ...change } })}
        />
        {!isWhole && <p className="text-warn-fg text-xs">{t('plain')}</p>}
        {failure && (
          <Banner tone="danger" role="alert">
            {say(failure)}
          </Banner>
        )}
      </div>
    </Dialog>
  )
}

/** Variables would mean something else for each person. */
function isPlain(rule: PlainRule): boolean {
  return rule.fact !== 'field' || !`${rule.value}${rule.upTo ?? ''}`.includes('{{')
}

/** The marks of a merge field; here a field is meant by its name. */
const BRACES = /\{\{|\}\}/g

/** The rules of a segment as one sentence, in the words of the builder. */
export function RuleWords({ rule: { match, rules } }: { rule: SegmentWhen }) {
  const t = useSegmentWords()
  const words = useWords()
  const joint = t(match === 'all' ? 'and' : 'or')
  return <>{rules.map((each) => ruleText(each, words).replace(BRACES, '')).join(` ${joint} `)}</>
}
