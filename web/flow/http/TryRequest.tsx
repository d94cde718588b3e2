import { useMutation } from '@tanstack/react-query'
import { Play, Plus } from 'lucide-react'
import { useState } from 'react'
import type { Tried } from '#core/flow/http/api.ts'
import { problemOf } from '#web/base/api.ts'
import { orpc } from '#web/base/query.ts'
import { keyOf, useCreateField, useFields } from '#web/flow/control/fields.ts'
import { leavesOf, namesIn } from '#web/flow/http/leaves.ts'
import type { NodeOf } from '#web/flow/model/node-of.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { toast } from '#web/ui/Toast.tsx'

type Props = {
  readonly node: NodeOf<'http'>
  readonly isFull: boolean
  /** A value of the answer was chosen to be kept in a field. */
  readonly onTake: (path: string, field: string) => void
}

/** Makes the request for real with sample values, and offers what came back for the contact's fields. */
export function TryRequest({ node, isFull, onTake }: Props) {
  const words = useWords()
  const [samples, setSamples] = useState<Readonly<Record<string, string>>>({})
  const attempt = useMutation(orpc.flow.tryRequest.mutationOptions())
  const names = namesIn([node.url, node.body, ...node.headers.map(({ value }) => value)])
  const { method, url, headers, body, bodyType, seconds, map } = node
  const run = () =>
    attempt.mutate({ request: { method, url, headers, body, bodyType, seconds, map }, samples })
  return (
    <section className="space-y-2.5 border-t border-line pt-4">
      <h3 className="font-sans text-sm font-medium">{words('http.try')}</h3>
      {names.map((name) => (
        <Field key={name} label={words('http.sample', { name })}>
          <TextInput
            value={samples[name] ?? ''}
            maxLength={1000}
            onChange={(value) => setSamples({ ...samples, [name]: value })}
          />
        </Field>
      ))}
      <Button size="sm" icon={<Play />} busy={attempt.isPending} disabled={url === ''} onClick={run}>
        {words('http.tryNow')}
      </Button>
      <p className="text-xs text-fg-3">{words('http.tryHint')}</p>
      {attempt.error && (
        <p role="alert" className="text-xs text-danger-fg">
          {problemOf(attempt.error)?.detail ?? words('error.unreachable')}
        </p>
      )}
      {attempt.data && <Result tried={attempt.data} isFull={isFull} onTake={onTake} />}
    </section>
  )
}

const TONES = { success: 'brand', failed: 'danger', timeout: 'warn' } as const

function Result({ tried, isFull, onTake }: { tried: Tried } & Pick<Props, 'isFull' | 'onTake'>) {
  const words = useWords()
  const leaves = leavesOf(tried.body)
  return (
    <div role="status" className="space-y-2">
      <p className="flex items-center gap-2 text-xs">
        <Badge tone={TONES[tried.result]}>{words(`exit.${tried.result}`)}</Badge>
        <span className="tnum text-fg-2">
          {tried.status ?? tried.reason} · {tried.ms} ms
        </span>
      </p>
      {leaves.length > 0 ? (
        <ul className="scroll max-h-60 divide-y divide-line rounded-md border border-line">
          {leaves.map((leaf) => (
            <li key={leaf.path} className="flex items-center gap-2 px-2 py-1 text-xs">
              <code className="min-w-0 flex-1 truncate">{leaf.path}</code>
              <span className="max-w-28 truncate text-fg-2">{leaf.value}</span>
              <TakeLeaf path={leaf.path} isFull={isFull} onTake={onTake} />
            </li>
          ))}
        </ul>
      ) : (
        tried.body !== '' && (
          <pre className="scroll max-h-40 rounded-md bg-sunken p-2 text-xs break-all whitespace-pre-wrap">
            {tried.body}
          </pre>
        )
      )}
    </div>
  )
}

/** Keeps a value in the field that has its name; the field is made where it is missing. */
function TakeLeaf({ path, isFull, onTake }: { path: string } & Pick<Props, 'isFull' | 'onTake'>) {
  const words = useWords()
  const { fields } = useFields()
  const create = useCreateField()
  const label = path.split(/[.[\]]+/).findLast((step) => /[a-z]/i.test(step)) ?? ''
  const key = keyOf(label)
  const take = () => {
    if (fields.some((field) => field.key === key)) onTake(path, key)
    else
      create.mutateAsync({ key, label, type: 'text' }).then(
        (field) => onTake(path, field.key),
        (error: unknown) =>
          toast(problemOf(error)?.detail ?? words('error.unreachable'), { tone: 'problem' }),
      )
  }
  return (
    <Button
      size="sm"
      tone="ghost"
      icon={<Plus />}
      disabled={isFull || key === ''}
      aria-label={words('http.takeLabel', { path })}
      onClick={take}
    >
      {words('http.take')}
    </Button>
  )
}
