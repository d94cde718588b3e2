import type { Block } from '#core/flow/block/block.ts'
import { LIMITS } from '#core/whatsapp/check.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Counter, Field } from '#web/ui/Field.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'

type Link = NonNullable<Block['link']>
type LinkProps = { readonly link: Link; readonly onChange: (link: Link, field: string) => void }

/** The button that opens a page. */
export function LinkFields({ link, onChange }: LinkProps) {
  const words = useWords()
  return (
    <section className="space-y-2.5 rounded-md bg-sunken p-2.5">
      <Field
        label={words('link.label')}
        counter={<Counter value={link.label.length} max={LIMITS.linkLabel} />}
      >
        <TextInput
          value={link.label}
          maxLength={LIMITS.linkLabel}
          onChange={(label) => onChange({ ...link, label }, 'link.label')}
        />
      </Field>
      <Field label={words('link.url')} hint={words('link.urlHint')}>
        <TextInput
          value={link.url}
          maxLength={LIMITS.url}
          spellCheck={false}
          inputMode="url"
          onChange={(url) => onChange({ ...link, url }, 'link.url')}
        />
      </Field>
    </section>
  )
}

type Contact = NonNullable<Block['contact']>
type ContactProps = {
  readonly contact: Contact
  readonly onChange: (contact: Contact, field: string) => void
}

const CARD_LINE_MAX = 100

/** A card for the customer's phone book. */
export function ContactFields({ contact, onChange }: ContactProps) {
  const words = useWords()
  const line = (part: keyof Contact, hint?: string) => (
    <Field label={words(`contact.${part}`)} {...(hint ? { hint } : {})}>
      <TextInput
        value={contact[part] ?? ''}
        maxLength={CARD_LINE_MAX}
        onChange={(value) => onChange({ ...contact, [part]: value }, `contact.${part}`)}
      />
    </Field>
  )
  return (
    <section className="space-y-2.5 rounded-md bg-sunken p-2.5">
      {line('name')}
      {line('phone', words('contact.phoneHint'))}
      {line('organisation')}
      {line('email')}
    </section>
  )
}
