import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PhoneNumber } from '#core/whatsapp/api.ts'
import {
  checkDisplayName,
  type DisplayNameFacts,
  suggestDisplayNames,
  verdictOfName,
} from '#core/whatsapp/display-name.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { orpc } from '#web/base/query.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Card } from '#web/ui/Card.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'

const TONES = { ok: 'brand', warn: 'warn', reject: 'danger' } as const
const NEW = 'new'

const listOf = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** A display name against WhatsApp's rules while it is typed, with the reasons and better ones. */
export function NameChecker() {
  const t = useChannelWords()
  const language = useLanguage()
  const numbers = useQuery(orpc.whatsapp.numbers.queryOptions()).data ?? []
  const [name, setName] = useState('')
  const [numberId, setNumberId] = useState<string>(NEW)
  const [about, setAbout] = useState({ company: '', brands: '', works: true, mentions: '' })
  const number = numbers.find(({ id }) => id === numberId)
  const facts = factsOf(about, number)
  const now = Date.now()
  const findings = name.trim() === '' ? [] : checkDisplayName(name, facts, now)
  const verdict = verdictOfName(findings)
  const ideas = findings.length > 0 ? suggestDisplayNames(name, facts, now) : []
  return (
    <Card
      title={t('nameChecker')}
      action={name.trim() !== '' && <Badge tone={TONES[verdict]}>{t(`verdict_${verdict}`)}</Badge>}
    >
      <p className="mb-4 text-fg-2">{t('nameCheckerText')}</p>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('nameToCheck')}>
          <TextInput value={name} maxLength={100} onChange={setName} />
        </Field>
        <Field label={t('nameFor')}>
          <Select
            value={numberId}
            onChange={setNumberId}
            options={[
              { value: NEW, label: t('nameForNew') },
              ...numbers
                .filter(({ test }) => !test)
                .map(({ id, display }) => ({ value: id, label: display })),
            ]}
          />
        </Field>
        <Field label={t('company')}>
          <TextInput value={about.company} onChange={(company) => setAbout({ ...about, company })} />
        </Field>
        <Field label={t('brands')} hint={t('brandsHint')}>
          <TextInput value={about.brands} onChange={(brands) => setAbout({ ...about, brands })} />
        </Field>
        <Field label={t('mentions')} className="sm:col-span-2">
          <TextInput value={about.mentions} onChange={(mentions) => setAbout({ ...about, mentions })} />
        </Field>
        <Checkbox checked={about.works} onChange={(works) => setAbout({ ...about, works })}>
          {t('siteWorks')}
        </Checkbox>
      </div>
      <ul className="mt-3 space-y-2" aria-live="polite">
        {findings.map(({ rule, severity, reason, remedy }) => (
          <li key={rule} className="text-sm">
            <span className={severity === 'error' ? 'text-danger-fg' : 'text-warn-fg'}>
              {reason[language]}
            </span>{' '}
            <span className="text-fg-2">{remedy[language]}</span>
          </li>
        ))}
      </ul>
      {ideas.length > 0 && (
        <p className="mt-3 flex flex-wrap items-center gap-2 text-sm">
          {t('suggestions')}
          {ideas.map((idea) => (
            <Button key={idea} size="sm" onClick={() => setName(idea)}>
              {idea}
            </Button>
          ))}
        </p>
      )}
    </Card>
  )
}

type About = {
  readonly company: string
  readonly brands: string
  readonly works: boolean
  readonly mentions: string
}

/** Of the website nothing is claimed until somebody says what it shows. */
function factsOf(about: About, number: PhoneNumber | undefined): DisplayNameFacts {
  const mentions = listOf(about.mentions)
  const isKnown = mentions.length > 0 || !about.works
  return {
    company: about.company,
    brands: listOf(about.brands),
    ...(isKnown ? { website: { ok: about.works, mentions } } : {}),
    registered: number?.state === 'CONNECTED',
    ...(number ? { current: number.name } : {}),
    ...(number?.nameAskedAt ? { lastChangeAt: number.nameAskedAt } : {}),
  }
}
