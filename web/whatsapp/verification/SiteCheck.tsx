import { useState } from 'react'
import { footerSentence, isMailOfSite, isNamedInFooter } from '#core/whatsapp/verification.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { Banner } from '#web/ui/Banner.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'

/** Two things that a rule can tell: whether the e-mail is at the site's domain, and whether the footer names both names. */
export function SiteCheck() {
  const t = useChannelWords()
  const language = useLanguage()
  const [form, setForm] = useState({ mail: '', site: '', brand: '', legal: '', footer: '' })
  const set = (key: keyof typeof form) => (value: string) => setForm({ ...form, [key]: value })
  const { mail, site, brand, legal, footer } = form
  const fits = isMailOfSite(mail, site)
  const named = isNamedInFooter(footer, brand, legal)
  return (
    <Card title={t('mailCheck')}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('mail')}>
          <TextInput value={mail} type="email" onChange={set('mail')} />
        </Field>
        <Field label={t('site')}>
          <TextInput value={site} inputMode="url" onChange={set('site')} />
        </Field>
        {mail && site && (
          <Banner tone={fits ? 'brand' : 'warn'} role="status" className="sm:col-span-2">
            {fits ? t('mailFits') : t('mailNot')}
          </Banner>
        )}
        <Field label={t('brand')}>
          <TextInput value={brand} onChange={set('brand')} />
        </Field>
        <Field label={t('legal')}>
          <TextInput value={legal} onChange={set('legal')} />
        </Field>
        <Field label={t('footer')} className="sm:col-span-2">
          <Textarea value={footer} onChange={set('footer')} />
        </Field>
        {brand && legal && (
          <Banner tone={named ? 'brand' : 'warn'} role="status" className="sm:col-span-2">
            {named ? t('footerFits') : t('footerNot', { sentence: footerSentence(brand, legal)[language] })}
          </Banner>
        )}
      </div>
    </Card>
  )
}
