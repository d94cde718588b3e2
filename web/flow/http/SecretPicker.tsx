import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { problemOf } from '#web/base/api.ts'
import { orpc, queryClient } from '#web/base/query.ts'
import { keyOf } from '#web/flow/control/fields.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Button } from '#web/ui/Button.tsx'
import { Combobox } from '#web/ui/Combobox.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { toast } from '#web/ui/Toast.tsx'

type Props = {
  readonly value: string | undefined
  readonly onChange: (name: string | undefined) => void
  readonly label: string
}

/** One of the workspace's secrets, by name; a new one is typed once and never shown again. */
export function SecretPicker({ value, onChange, label }: Props) {
  const words = useWords()
  const { data: secrets = [] } = useQuery(orpc.flow.secrets.queryOptions())
  const [isNew, setNew] = useState<string | null>(null)
  const known = secrets.map(({ name }) => ({ value: name, label: name }))
  const lost = value && !secrets.some(({ name }) => name === value) ? [{ value, label: value }] : []
  const begin = (typed: string) => {
    const name = keyOf(typed)
    if (name === '') toast(words('field.badName'), { tone: 'problem' })
    else setNew(name)
  }
  return (
    <>
      <Combobox
        value={value ?? null}
        onChange={(name) => onChange(name ?? undefined)}
        options={[...lost, ...known]}
        placeholder={words('secret.choose')}
        empty={words('secret.none')}
        clearable
        label={label}
        create={{ label: (typed) => words('secret.create', { name: keyOf(typed) }), onCreate: begin }}
      />
      {isNew !== null && (
        <NewSecret
          name={isNew}
          onKept={() => {
            onChange(isNew)
            setNew(null)
          }}
        />
      )}
    </>
  )
}

function NewSecret({ name, onKept }: { name: string; onKept: () => void }) {
  const words = useWords()
  const [value, setValue] = useState('')
  const put = useMutation(
    orpc.flow.putSecret.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries({ queryKey: orpc.flow.secrets.key() })
        void queryClient.invalidateQueries({ queryKey: orpc.flow.around.key() })
        onKept()
      },
      onError: (error) => toast(problemOf(error)?.detail ?? words('error.unreachable'), { tone: 'problem' }),
    }),
  )
  return (
    <div className="flex items-center gap-1.5">
      <TextInput
        type="password"
        value={value}
        onChange={setValue}
        autoComplete="new-password"
        aria-label={words('secret.value', { name })}
        placeholder={words('secret.value', { name })}
        maxLength={4000}
        className="min-w-0 flex-1"
      />
      <Button
        size="sm"
        busy={put.isPending}
        disabled={value === ''}
        onClick={() => put.mutate({ name, value })}
      >
        {words('act.save')}
      </Button>
    </div>
  )
}
