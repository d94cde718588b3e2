import type { ComponentProps } from 'react'
import { Field } from '#web/ui/Field.tsx'
import { useAmiss } from '#web/whatsapp/template/part/ruling.ts'

type Props = ComponentProps<typeof Field> & {
  /** What findings call it, such as `cards.0.body.text`. */
  path: string
}

/** A field that says itself what Meta would refuse in it. */
export function RuledField({ path, className, ...props }: Props) {
  const amiss = useAmiss()
  return (
    <div data-field={path} className={className}>
      <Field {...props} error={amiss(path)} />
    </div>
  )
}

/** What is wrong with something that is no field: a list of buttons, a build, a sample. */
export function Amiss({ path }: { path: string }) {
  const said = useAmiss()(path)
  return said ? <p className="text-danger-fg text-xs">{said}</p> : null
}
