import { Plus } from 'lucide-react'
import { METHODS, SECONDS_MAX } from '#core/flow/http/call.ts'
import { FieldPicker } from '#web/flow/control/FieldPicker.tsx'
import { NumberInput } from '#web/flow/control/NumberInput.tsx'
import { VariableMenu } from '#web/flow/control/VariableMenu.tsx'
import { HeaderRow } from '#web/flow/http/HeaderRow.tsx'
import { RemoveRow } from '#web/flow/http/RemoveRow.tsx'
import { TryRequest } from '#web/flow/http/TryRequest.tsx'
import type { InspectorProps } from '#web/flow/model/node-of.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Button } from '#web/ui/Button.tsx'
import { Counter, Field } from '#web/ui/Field.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Select } from '#web/ui/Select.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

type Props = InspectorProps<'http'>

const URL_MAX = 2000
const BODY_MAX = 64_000
const ROWS_MAX = 20

export function HttpInspector({ node, change }: Props) {
  const words = useWords()
  return (
    <>
      <Field label={words('http.method')}>
        <Select
          value={node.method}
          options={METHODS.map((method) => ({ value: method, label: method }))}
          onChange={(method) => change({ method })}
        />
      </Field>
      <Field label={words('http.url')} hint={words('http.urlHint')}>
        <TextInput
          value={node.url}
          maxLength={URL_MAX}
          spellCheck={false}
          inputMode="url"
          placeholder={words('http.urlSample')}
          className="font-mono text-xs!"
          onChange={(url) => change({ url }, 'url')}
        />
      </Field>
      <VariableMenu onPick={(key) => change({ url: `${node.url}{{${key}}}`.slice(0, URL_MAX) }, 'url')} />
      <Headers node={node} change={change} />
      {node.method !== 'GET' && <Body node={node} change={change} />}
      <Field label={words('http.seconds')} hint={words('http.secondsHint')}>
        <NumberInput
          whole
          min={1}
          max={SECONDS_MAX}
          value={node.seconds}
          onChange={(seconds) => seconds !== undefined && change({ seconds }, 'seconds')}
        />
      </Field>
      <Kept node={node} change={change} />
      <TryRequest
        node={node}
        onTake={(path, field) => change({ map: [...node.map, { path, field }] })}
        isFull={node.map.length >= ROWS_MAX}
      />
    </>
  )
}

type PartProps = Pick<Props, 'node' | 'change'>

function Headers({ node, change }: PartProps) {
  const words = useWords()
  return (
    <section>
      <div className="mb-1.5 flex items-baseline justify-between">
        <h3 className="font-sans text-sm font-medium">{words('http.headers')}</h3>
        <Counter value={node.headers.length} max={ROWS_MAX} />
      </div>
      <ul className="space-y-2">
        {node.headers.map((header, at) => (
          <HeaderRow
            key={at}
            place={at + 1}
            header={header}
            onChange={(next, field) =>
              change(
                { headers: node.headers.map((each, place) => (place === at ? next : each)) },
                field && `header${at}.${field}`,
              )
            }
            onRemove={() => change({ headers: node.headers.filter((_, place) => place !== at) })}
          />
        ))}
      </ul>
      <Button
        size="sm"
        tone="ghost"
        icon={<Plus />}
        className="mt-1.5"
        disabled={node.headers.length >= ROWS_MAX}
        onClick={() => change({ headers: [...node.headers, { name: '', value: '' }] })}
      >
        {words('http.addHeader')}
      </Button>
    </section>
  )
}

function Body({ node, change }: PartProps) {
  const words = useWords()
  return (
    <section className="space-y-2">
      <Segmented
        wide
        size="sm"
        label={words('http.bodyType')}
        value={node.bodyType}
        onChange={(bodyType) => change({ bodyType })}
        options={[
          { value: 'json', label: 'JSON' },
          { value: 'form', label: words('http.form') },
          { value: 'text', label: words('http.text') },
        ]}
      />
      <Field label={words('http.body')} counter={<Counter value={node.body.length} max={BODY_MAX} />}>
        <Textarea
          rows={4}
          value={node.body}
          maxLength={BODY_MAX}
          spellCheck={false}
          placeholder={node.bodyType === 'form' ? 'kode={{kode}}' : '{"kode": "{{kode}}"}'}
          className="font-mono text-xs!"
          onChange={(body) => change({ body }, 'body')}
        />
      </Field>
      <VariableMenu onPick={(key) => change({ body: `${node.body}{{${key}}}`.slice(0, BODY_MAX) }, 'body')} />
    </section>
  )
}

function Kept({ node, change }: PartProps) {
  const words = useWords()
  const set = (at: number, next: (typeof node.map)[number], field?: string) =>
    change({ map: node.map.map((each, place) => (place === at ? next : each)) }, field)
  return (
    <section>
      <div className="mb-1.5 flex items-baseline justify-between">
        <h3 className="font-sans text-sm font-medium">{words('http.map')}</h3>
        <Counter value={node.map.length} max={ROWS_MAX} />
      </div>
      <ul className="space-y-2">
        {node.map.map((line, at) => (
          <li key={at} className="flex items-center gap-1.5">
            <TextInput
              value={line.path}
              maxLength={200}
              spellCheck={false}
              aria-label={words('http.path', { place: at + 1 })}
              placeholder={words('http.pathSample')}
              className="min-w-0 flex-1 font-mono text-xs!"
              onChange={(path) => set(at, { ...line, path }, `map${at}`)}
            />
            <span aria-hidden className="text-fg-3">
              →
            </span>
            <span className="min-w-0 flex-1">
              <FieldPicker
                label={words('http.into', { place: at + 1 })}
                value={line.field}
                onChange={(field) => field && set(at, { ...line, field })}
              />
            </span>
            <RemoveRow onRemove={() => change({ map: node.map.filter((_, place) => place !== at) })} />
          </li>
        ))}
      </ul>
      <p className="mt-1 text-xs text-fg-3">{words('http.mapHint')}</p>
      <span className="mt-1.5 block">
        {node.map.length < ROWS_MAX && (
          <FieldPicker
            label={words('http.addMap')}
            value={undefined}
            onChange={(field) => field && change({ map: [...node.map, { path: '', field }] })}
          />
        )}
      </span>
    </section>
  )
}
