import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { withTemplate } from '#core/flow/nodes/with-template.ts'
import { isSendable } from '#core/whatsapp/template/state.ts'
import type { Template } from '#core/whatsapp/template/template.ts'
import { orpc } from '#web/base/query.ts'
import type { InspectorProps } from '#web/flow/model/node-of.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Combobox } from '#web/ui/Combobox.tsx'
import { Field } from '#web/ui/Field.tsx'

/** Templates that are offered at once; more are found on the page of templates. */
const OFFERED_MAX = 200

type Props = Pick<InspectorProps<'template'>, 'node' | 'change'>

/** Chooses one of the account's templates that Meta lets go; the step keeps a copy of it as it is now. */
export function TemplatePicker({ node, change }: Props) {
  const words = useWords()
  const { data } = useQuery(orpc.template.templates.queryOptions({ input: { limit: OFFERED_MAX } }))
  const held = (data?.items ?? []).filter(({ status }) => isSendable(status))
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
    <Field label={words('template.label')} hint={data && held.length === 0 ? <NoTemplates /> : undefined}>
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
