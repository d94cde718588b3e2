import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { withTemplate } from '#core/flow/nodes/with-template.ts'
import type { Template } from '#core/whatsapp/template/template.ts'
import { orpc } from '#web/base/query.ts'
import type { InspectorProps } from '#web/flow/model/node-of.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Combobox } from '#web/ui/Combobox.tsx'
import { Field } from '#web/ui/Field.tsx'

/** Templates of one state that are offered. */
const OFFERED_MAX = 200

type Props = Pick<InspectorProps<'template'>, 'node' | 'change'>

/** Chooses one of the account's templates that Meta lets go; the step keeps a copy of it as it is now. */
export function TemplatePicker({ node, change }: Props) {
  const words = useWords()
  const ask = (status: 'APPROVED' | 'FLAGGED') => ({ input: { limit: OFFERED_MAX, status } })
  const approved = useQuery(orpc.template.templates.queryOptions(ask('APPROVED'))).data
  const flagged = useQuery(orpc.template.templates.queryOptions(ask('FLAGGED'))).data
  const held = [...(approved?.items ?? []), ...(flagged?.items ?? [])]
  const own = node.template && keyOf(node.template)
  const known = held.map(({ template }) => ({
    value: keyOf(template),
    label: template.name,
    hint: template.language,
  }))
  const lost =
    node.template && own && !known.some(({ value }) => value === own)
      ? [{ value: own, label: node.template.name, hint: node.template.language }]
      : []
  const choose = (key: string | null) => {
    const found = held.find(({ template }) => keyOf(template) === key)?.template
    if (found && key !== own) change(withTemplate(found, node))
  }
  return (
    <Field label={words('template.label')} hint={approved && held.length === 0 ? <NoTemplates /> : undefined}>
      <Combobox
        value={own ?? null}
        onChange={choose}
        options={[...lost, ...known]}
        placeholder={words('template.choose')}
        empty={words('template.empty')}
      />
    </Field>
  )
}

function NoTemplates() {
  const words = useWords()
  return (
    <>
      {words('template.noneHeld')}{' '}
      <Link to="/templates" className="font-medium text-brand-soft-fg underline underline-offset-2">
        {words('template.toPage')}
      </Link>
    </>
  )
}

function keyOf({ name, language }: Template): string {
  return `${name} ${language}`
}
