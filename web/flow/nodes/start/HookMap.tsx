import { useMutation, useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { HookMapping } from '#core/flow/hook.ts'
import type { Hook } from '#core/flow/trigger-api.ts'
import { client } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { FieldPicker } from '#web/flow/control/FieldPicker.tsx'
import { useTriggerWords } from '#web/flow/trigger-words.ts'
import { Button } from '#web/ui/Button.tsx'
import { Combobox } from '#web/ui/Combobox.tsx'
import { Field } from '#web/ui/Field.tsx'
import { toast } from '#web/ui/Toast.tsx'

const FIELDS_MAX = 30

/** What of a call is who and what is kept, chosen among the values of the last call. */
export function HookMap({ flowId, hook }: { flowId: string; hook: Hook }) {
  const t = useTriggerWords()
  const [mapping, setMapping] = useState<HookMapping>(hook.mapping)
  const { data: paths = [] } = useQuery({
    queryKey: ['hook-paths', hook.last],
    queryFn: async () => (await import('#core/flow/hook.ts')).pathsOf(hook.last?.body),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const save = useSave(flowId)
  const setField = (at: number, change: Partial<HookMapping['fields'][number]>) =>
    setMapping({
      ...mapping,
      fields: mapping.fields.map((one, place) => (place === at ? { ...one, ...change } : one)),
    })
  const path = (label: string, value: string, onChange: (path: string) => void) => (
    <Field label={label}>
      <Combobox
        value={value || null}
        onChange={(next) => onChange(next ?? '')}
        options={optionsOf(paths, value)}
        placeholder={t('hookChoose')}
        clearable
      />
    </Field>
  )
  return (
    <div className="space-y-2.5">
      <details className="text-xs">
        <summary className="cursor-pointer text-fg-2">{t('hookSample')}</summary>
        <pre className="scroll mt-1 max-h-40 overflow-auto rounded-sm bg-sunken p-2 font-mono text-2xs">
          {JSON.stringify(hook.last?.body, null, 2)}
        </pre>
      </details>
      {path(t('hookPhone'), mapping.phone, (phone) => setMapping({ ...mapping, phone }))}
      {path(t('hookName'), mapping.name, (name) => setMapping({ ...mapping, name }))}
      {mapping.fields.map((one, at) => (
        <div key={at} className="space-y-1.5 rounded-sm bg-sunken p-2">
          <FieldPicker
            label={t('hookField')}
            value={one.field || undefined}
            clearable
            onChange={(field) =>
              field
                ? setField(at, { field })
                : setMapping({ ...mapping, fields: mapping.fields.filter((_, place) => place !== at) })
            }
          />
          {path(t('hookPath'), one.path, (next) => setField(at, { path: next }))}
        </div>
      ))}
      <span className="flex flex-wrap gap-2">
        <Button
          size="sm"
          tone="ghost"
          icon={<Plus />}
          disabled={mapping.fields.length >= FIELDS_MAX}
          onClick={() => setMapping({ ...mapping, fields: [...mapping.fields, { field: '', path: '' }] })}
        >
          {t('hookAdd')}
        </Button>
        <Button
          size="sm"
          tone="primary"
          busy={save.isPending}
          onClick={() =>
            save.mutate({ ...mapping, fields: mapping.fields.filter(({ field, path }) => field && path) })
          }
        >
          {t('hookSave')}
        </Button>
      </span>
    </div>
  )
}

const VALUE_CHARS = 40

function optionsOf(paths: readonly { path: string; value: string }[], chosen: string) {
  const known = paths.map(({ path, value }) => ({
    value: path,
    label: path,
    hint: value.slice(0, VALUE_CHARS),
  }))
  const isLost = chosen !== '' && !paths.some(({ path }) => path === chosen)
  return isLost ? [{ value: chosen, label: chosen }, ...known] : known
}

function useSave(id: string) {
  const t = useTriggerWords()
  const sayProblem = useProblemWords()
  return useMutation({
    mutationFn: (mapping: HookMapping) => client.flow.saveHook({ id, mapping }),
    onSuccess: () => {
      toast(t('hookSaved'))
      void queryClient.invalidateQueries({ queryKey: orpc.flow.hook.key() })
    },
    onError: (error) => toast(sayProblem(error), { tone: 'problem' }),
  })
}
