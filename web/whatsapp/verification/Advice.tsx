import { CircleCheck, CircleX, ExternalLink } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Words } from '#core/base/language.ts'
import {
  BUTTON_MISSING,
  DOCUMENTS_ACCEPTED,
  DOCUMENTS_REFUSED,
  OFFICIAL_LINKS,
  REQUEST_REFUSED,
  VERIFICATION_NOTES,
} from '#core/whatsapp/verification.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { Card } from '#web/ui/Card.tsx'
import { useChannelWords } from '#web/whatsapp/channel-words.ts'

type Said = readonly { readonly key: string; readonly words: Words }[]

/** The documents, the ways out, and Meta's own pages. */
export function Advice() {
  const t = useChannelWords()
  const language = useLanguage()
  return (
    <div className="space-y-4">
      <Card title={t('documentsYes')}>
        <List said={DOCUMENTS_ACCEPTED} icon={<CircleCheck aria-hidden className="text-brand-soft-fg" />} />
        <h3 className="mt-4 mb-1.5 font-semibold text-sm">{t('documentsNo')}</h3>
        <List said={DOCUMENTS_REFUSED} icon={<CircleX aria-hidden className="text-danger-fg" />} />
      </Card>
      <Card title={t('goodToKnow')}>
        <List said={VERIFICATION_NOTES} />
      </Card>
      <Card title={t('buttonMissing')}>
        <List said={BUTTON_MISSING} />
      </Card>
      <Card title={t('refused')}>
        <List said={REQUEST_REFUSED} />
      </Card>
      <Card title={t('links')}>
        <ul className="space-y-1.5">
          {OFFICIAL_LINKS.map(({ key, url, words }) => (
            <li key={key}>
              <a
                href={url}
                target="_blank"
                rel="noreferrer"
                className="inline-flex min-h-6 items-center gap-1.5 text-brand-soft-fg text-sm underline"
              >
                {words[language]}
                <ExternalLink aria-hidden className="size-3.5" />
              </a>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  )
}

function List({ said, icon }: { said: Said; icon?: ReactNode }) {
  const language = useLanguage()
  return (
    <ul className="space-y-1.5 text-fg-2 text-sm [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0">
      {said.map(({ key, words }) => (
        <li key={key} className="flex gap-2">
          {icon}
          <span>{words[language]}</span>
        </li>
      ))}
    </ul>
  )
}
