import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { TemplateView } from '#core/whatsapp/template/api.ts'
import { client } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { toast } from '#web/ui/Toast.tsx'
import type { Writing } from '#web/whatsapp/template/editor/use-writing.ts'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

export type Acts = {
  readonly save: () => void
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
  const keep = async (): Promise<TemplateView> => {
    const { row, template, intent, isDirty } = writing
    if (row && !isDirty) return row
    const saved = row
      ? await client.template.saveTemplate({ id: row.id, revision: row.revision, template, intent })
      : await client.template.createTemplate({ template, intent })
    take(saved)
    return saved
  }
  const take = (row: TemplateView) => {
    queryClient.setQueryData(orpc.template.template.queryKey({ input: { id: row.id } }), row)
    void queryClient.invalidateQueries({ queryKey: orpc.template.templates.key() })
    writing.reset(row)
  }
  /** A template that was begun here has an address of its own as soon as it is kept. */
  const settle = (row: TemplateView) => {
    if (!writing.row) void navigate({ to: '/templates/$id', params: { id: row.id }, replace: true })
  }
  const save = useMutation({ mutationFn: keep, onSuccess: settle })
  const submit = useMutation({
    mutationFn: async () => {
      const kept = await keep()
      try {
        take(await client.template.submitTemplate({ id: kept.id, revision: kept.revision }))
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
      if (row) take(await client.template.discardTemplate({ id: row.id, revision: row.revision }))
      toast(t('discarded'))
    },
  })
  return {
    save: () => save.mutate(),
    submit: () => {
      save.reset()
      submit.mutate()
    },
    discard: () => discard.mutate(),
    isSaving: save.isPending,
    isSubmitting: submit.isPending,
    error: submit.error ?? save.error ?? discard.error,
  }
}
