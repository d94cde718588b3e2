import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { TemplateView } from '#core/whatsapp/template/api.ts'
import { client } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { toast } from '#web/ui/Toast.tsx'
import { isSameWriting, type Writing, type Written } from '#web/whatsapp/template/editor/use-writing.ts'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

export type Acts = {
  readonly save: () => void
  /** Saves before the page is left. */
  readonly saveAnd: (then: () => void, otherwise: () => void) => void
  readonly submit: () => void
  readonly discard: () => void
  readonly isSaving: boolean
  readonly isSubmitting: boolean
  /** Why the last of them did not succeed. */
  readonly error: unknown
}

/** What is done with a template that is being written; the row that comes back is what is shown. */
export function useActs(writing: Writing): Acts {
  const t = useTemplateWords()
  const say = useProblemWords()
  const navigate = useNavigate()
  const latest = useRef(writing)
  useEffect(() => {
    latest.current = writing
  })
  const take = (row: TemplateView, sent: Written) => {
    queryClient.setQueryData(orpc.template.template.queryKey({ input: { id: row.id } }), row)
    void queryClient.invalidateQueries({ queryKey: orpc.template.templates.key() })
    writing.settle(row, sent)
    return row
  }
  const write = async (row: TemplateView | null, sent: Written) => {
    const { template, intent } = sent
    const saved = row
      ? await client.template.saveTemplate({ id: row.id, revision: row.revision, template, intent })
      : await client.template.createTemplate({ template, intent })
    return take(saved, sent)
  }
  const keep = async (): Promise<TemplateView> => {
    const { row, isDirty, ...sent } = latest.current
    if (row && !isDirty) return row
    const saved = await write(row, sent)
    // the page of a new template goes once it has an address: what was written meanwhile is kept before
    const now = latest.current
    return row || isSameWriting(now, sent) ? saved : await write(saved, now)
  }
  /** A template that was begun here has an address of its own as soon as it is kept. */
  const settle = ({ id }: TemplateView) => {
    const to = { to: '/templates/$id', params: { id }, replace: true, ignoreBlocker: true } as const
    if (!writing.row) void navigate(to)
  }
  const save = useMutation({ mutationFn: keep, onSuccess: settle })
  const part = useMutation({ mutationFn: keep })
  const submit = useMutation({
    mutationFn: async () => {
      const kept = await keep()
      const sent = { template: kept.draft ?? kept.template, intent: writing.intent }
      try {
        take(await client.template.submitTemplate({ id: kept.id, revision: kept.revision }), sent)
        toast(t('submitted'))
      } catch (error) {
        // a draft that was begun here moves to its own address, and this page goes: what Meta said goes with it
        if (!writing.row) toast(say(error), { tone: 'problem' })
        throw error
      } finally {
        settle(kept) // kept it is, even where Meta said no
      }
    },
  })
  const discard = useMutation({
    mutationFn: async () => {
      const { row } = writing
      if (row) {
        const back = await client.template.discardTemplate({ id: row.id, revision: row.revision })
        writing.reset(take(back, writing))
      }
      toast(t('discarded'))
    },
  })
  return {
    save: () => save.mutate(),
    saveAnd: (then, otherwise) => part.mutate(undefined, { onSuccess: then, onError: otherwise }),
    submit: () => {
      save.reset()
      submit.mutate()
    },
    discard: () => discard.mutate(),
    isSaving: save.isPending || part.isPending,
    isSubmitting: submit.isPending,
    error: submit.error ?? save.error ?? part.error ?? discard.error,
  }
}
