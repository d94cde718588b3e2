import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { MarketingWords as Words } from '#core/contact/api.ts'
import { atLeast, type Role } from '#core/workspace/role.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { useWords } from '#web/workspace/words.ts'

/** What a customer writes to stop marketing, and to allow it again. */
export function MarketingWords({ role }: { role: Role }) {
  const words = useQuery(orpc.contact.marketingWords.queryOptions()).data
  return words ? <Form words={words} may={atLeast(role, 'admin')} /> : null
}

function Form({ words, may }: { words: Words; may: boolean }) {
  const t = useWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const [stop, setStop] = useState(words.stop.join(', '))
  const [resume, setResume] = useState(words.resume.join(', '))
  const save = useMutation(
    orpc.contact.saveMarketingWords.mutationOptions({
      onSuccess: (saved) => {
        queryClient.setQueryData(orpc.contact.marketingWords.queryKey(), saved)
        toast(base('saved'))
      },
    }),
  )
  return (
    <Card title={t('marketingTitle')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate({ stop: listOf(stop), resume: listOf(resume) })
        }}
      >
        <fieldset disabled={!may} className="grid gap-4 sm:grid-cols-2">
          <Field label={t('marketingStopWords')} hint={t('marketingStopHint')}>
            <TextInput value={stop} onChange={setStop} maxLength={800} />
          </Field>
          <Field label={t('marketingResumeWords')} hint={t('marketingResumeHint')}>
            <TextInput value={resume} onChange={setResume} maxLength={800} />
          </Field>
        </fieldset>
        {save.isError && (
          <Banner tone="danger" role="alert" className="mt-4">
            {say(save.error)}
          </Banner>
        )}
        <div className="mt-4 flex justify-end">
          <Button type="submit" tone="primary" busy={save.isPending} disabled={!may}>
            {base('save')}
          </Button>
        </div>
      </form>
    </Card>
  )
}

function listOf(text: string): string[] {
  return [...new Set(text.split(',').map((word) => word.trim()))].filter((word) => word !== '')
}
