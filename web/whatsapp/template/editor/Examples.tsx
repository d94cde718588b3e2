import { useId } from 'react'
import { TextInput } from '#web/ui/TextInput.tsx'
import { withExample } from '#web/whatsapp/template/editor/edit.ts'
import type { Writing } from '#web/whatsapp/template/editor/use-writing.ts'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

type Props = { writing: Writing; part: 'header' | 'body'; names: readonly string[] }

/** A sample value for every variable: without them Meta's reviewer refuses. */
export function Examples({ writing: { template, change }, part, names }: Props) {
  const t = useTemplateWords()
  const title = useId()
  if (names.length === 0) return null
  const own = part === 'body' ? template.body : template.header?.kind === 'text' ? template.header : null
  const sampleOf = (name: string) => own?.examples.find((one) => one.name === name)?.value ?? ''
  return (
    <section aria-labelledby={title} className="rounded-md bg-sunken p-3">
      <p id={title} className="mb-2 text-fg-2 text-xs">
        {t('examples')}
      </p>
      <ul className="space-y-1.5">
        {names.map((name) => (
          <li key={name} className="flex items-center gap-2">
            <code className="min-w-12 shrink-0 rounded-xs bg-violet-soft px-1.5 py-0.5 text-center font-mono text-violet-fg text-xs">
              {`{{${name}}}`}
            </code>
            <TextInput
              aria-label={t('exampleOf', { name })}
              value={sampleOf(name)}
              onChange={(value) => change(withExample(template, part, { name, value }))}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
