import { useMutation } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Workspace } from '#core/workspace/api.ts'
import { atLeast } from '#core/workspace/role.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Combobox } from '#web/ui/Combobox.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { useWords } from '#web/workspace/words.ts'

const NAME_MAX = 80

/** Name, time zone and language of the workspace; members without the right see them, but cannot change them. */
export function WorkspaceSettings({ workspace }: { workspace: Workspace }) {
  const t = useWords()
  const base = useBaseWords()
  const say = useProblemWords()
  const [form, setForm] = useState({
    name: workspace.name,
    zone: workspace.zone,
    language: workspace.language,
  })
  const zones = useMemo(() => zoneOptions(workspace.zone), [workspace.zone])
  const may = atLeast(workspace.role, 'admin')
  const save = useMutation(
    orpc.workspace.updateWorkspace.mutationOptions({
      onSuccess: () => {
        toast(base('saved'))
        void queryClient.invalidateQueries({ queryKey: orpc.workspace.key() })
      },
    }),
  )
  return (
    <Card title={t('workspaceTitle')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate(form)
        }}
      >
        <fieldset disabled={!may} className="grid gap-4 sm:grid-cols-2">
          <Field label={t('workspaceName')} className="sm:col-span-2">
            <TextInput
              value={form.name}
              onChange={(name) => setForm({ ...form, name })}
              maxLength={NAME_MAX}
              required
            />
          </Field>
          <Field label={t('workspaceZone')} hint={t('workspaceZoneHint')}>
            <Combobox
              value={form.zone}
              options={zones}
              onChange={(zone) => zone && setForm({ ...form, zone })}
            />
          </Field>
          <Field label={t('workspaceLanguage')} hint={t('workspaceLanguageHint')}>
            <Select
              value={form.language}
              onChange={(language) => setForm({ ...form, language })}
              options={[
                { value: 'id', label: 'Bahasa Indonesia' },
                { value: 'en', label: 'English' },
              ]}
            />
          </Field>
        </fieldset>
        {save.isError && (
          <Banner tone="danger" role="alert" className="mt-4">
            {say(save.error)}
          </Banner>
        )}
        <div className="mt-4 flex items-center justify-end gap-3">
          {!may && <p className="flex-1 text-fg-3 text-xs">{t('adminOnly')}</p>}
          <Button type="submit" tone="primary" busy={save.isPending} disabled={!may}>
            {base('save')}
          </Button>
        </div>
      </form>
    </Card>
  )
}

/** Every zone that the browser knows, Indonesia's first, and the present one even if the browser has another name for it. */
export function zoneOptions(present: string) {
  const home = [...new Set(['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura', present])]
  const rest = Intl.supportedValuesOf('timeZone').filter((zone) => !home.includes(zone))
  return [...home, ...rest].map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))
}
