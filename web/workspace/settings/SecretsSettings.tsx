import { useMutation, useQuery } from '@tanstack/react-query'
import { KeyRound, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useFormats } from '#web/base/format.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { useProblemWords } from '#web/base/say-problem.ts'
import { useBaseWords } from '#web/base/words.ts'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { CloseWith, Dialog } from '#web/ui/Dialog.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Field } from '#web/ui/Field.tsx'
import { IconButton } from '#web/ui/IconButton.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { toast } from '#web/ui/Toast.tsx'
import { useWords } from '#web/workspace/words.ts'

const NAME_MAX = 50
const VALUE_MAX = 4000

/** Keys that requests of flows carry: named here, replaced, forgotten, and never shown again. */
export function SecretsSettings() {
  const t = useWords()
  const say = useProblemWords()
  const base = useBaseWords()
  const { date } = useFormats()
  const [leaving, setLeaving] = useState<string | null>(null)
  const { data: secrets = [] } = useQuery(orpc.flow.secrets.queryOptions())
  const refresh = () => void queryClient.invalidateQueries({ queryKey: orpc.flow.key() })
  const remove = useMutation(
    orpc.flow.removeSecret.mutationOptions({
      onSuccess: (_done, { name }) => {
        toast(t('secretGone', { name }))
        setLeaving(null)
        refresh()
      },
      onError: (error) => toast(say(error), { tone: 'problem' }),
    }),
  )
  return (
    <Card title={t('secretsTitle')}>
      <p className="text-fg-2 text-sm">{t('secretsText')}</p>
      {secrets.length === 0 ? (
        <EmptyState icon={<KeyRound />} title={t('secretsEmpty')} />
      ) : (
        <ul className="my-3 divide-y divide-line">
          {secrets.map(({ name, updatedAt }) => (
            <li key={name} className="flex items-center gap-3 py-2">
              <code className="min-w-0 flex-1 truncate text-sm">{name}</code>
              <span className="text-fg-3 text-xs">{t('secretSince', { date: date(updatedAt) })}</span>
              <IconButton label={t('secretRemove', { name })} onClick={() => setLeaving(name)}>
                <Trash2 />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <NewSecret onKept={refresh} />
      <Dialog
        open={leaving !== null}
        onOpenChange={(open) => !open && setLeaving(null)}
        title={t('secretRemoveTitle', { name: leaving ?? '' })}
        description={t('secretRemoveText')}
        footer={
          <>
            <CloseWith>
              <Button>{base('cancel')}</Button>
            </CloseWith>
            <Button
              tone="danger"
              busy={remove.isPending}
              onClick={() => leaving && remove.mutate({ name: leaving })}
            >
              {base('delete')}
            </Button>
          </>
        }
      />
    </Card>
  )
}

function NewSecret({ onKept }: { onKept: () => void }) {
  const t = useWords()
  const say = useProblemWords()
  const [name, setName] = useState('')
  const [value, setValue] = useState('')
  const put = useMutation(
    orpc.flow.putSecret.mutationOptions({
      onSuccess: () => {
        toast(t('secretKept', { name }))
        setName('')
        setValue('')
        onKept()
      },
      onError: (error) => toast(say(error), { tone: 'problem' }),
    }),
  )
  return (
    <form
      className="grid items-end gap-3 border-line border-t pt-4 sm:grid-cols-[1fr_1fr_auto]"
      onSubmit={(event) => {
        event.preventDefault()
        put.mutate({ name, value })
      }}
    >
      <Field label={t('secretName')}>
        <TextInput
          value={name}
          onChange={(next) => setName(next.toLowerCase().replace(/[^a-z0-9_]/g, '_'))}
          maxLength={NAME_MAX}
          pattern="[a-z][a-z0-9_]*"
          placeholder={t('secretSample')}
          required
        />
      </Field>
      <Field label={t('secretValue')}>
        <TextInput
          type="password"
          autoComplete="new-password"
          value={value}
          onChange={setValue}
          maxLength={VALUE_MAX}
          required
        />
      </Field>
      <Button type="submit" tone="primary" busy={put.isPending}>
        {t('secretSave')}
      </Button>
    </form>
  )
}
