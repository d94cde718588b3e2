import { useId } from 'react'
import { TextInput } from '#web/ui/TextInput.tsx'
import { type Place, partAt, pathAt, withExample } from '#web/whatsapp/template/edit/part.ts'
import type { Writing } from '#web/whatsapp/template/editor/use-writing.ts'
import { useAmiss } from '#web/whatsapp/template/part/ruling.ts'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

type Props = { writing: Writing; place?: Place; part: 'header' | 'body'; names: readonly string[] }

/** A sample value for every variable: without them Meta's reviewer refuses. */
export function Examples({ writing: { template, change }, place = 'top', part, names }: Props) {
  const t = useTemplateWords()
  const title = useId()
  const amiss = useAmiss()
  if (names.length === 0) return null
  const { header, body } = partAt(template, place)
  const own = part === 'body' ? body : header?.kind === 'text' ? header : null
  const pathOf = (name: string) => pathAt(place, `${part}.examples.${name}`)
  const sampleOf = (name: string) => own?.examples.find((one) => one.name === name)?.value ?? ''
  return (
    <section aria-labelledby={title} className="rounded-md bg-sunken p-3">
      <p id={title} className="mb-2 text-fg-2 text-xs">
        {t('examples')}
      </p>
      <ul className="space-y-1.5">
        {names.map((name) => (
          <li key={name} data-field={pathOf(name)}>
            <span className="flex items-center gap-2">
              <code className="min-w-12 shrink-0 rounded-xs bg-violet-soft px-1.5 py-0.5 text-center font-mono text-violet-fg text-xs">
                {`{{${name}}}`}
              </code>
              <TextInput
                aria-label={t('exampleOf', { name })}
                value={sampleOf(name)}
                onChange={(value) => change(withExample(template, part, { name, value }, place))}
              />
            </span>
            {amiss(pathOf(name)) && (
              <span className="mt-1 block text-danger-fg text-xs">{amiss(pathOf(name))}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
