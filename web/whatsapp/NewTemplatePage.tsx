import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { ArrowLeft, FileText, Megaphone } from 'lucide-react'
import { type ReactNode, Suspense } from 'react'
import { INTENTS, LEGACY_CATEGORIES } from '#core/whatsapp/template/intent/category.ts'
import { INTENT_WORDS, starterTemplate } from '#core/whatsapp/template/intent/starter.ts'
import type { TemplateCategory } from '#core/whatsapp/template/template.ts'
import { atLeast } from '#core/workspace/role.ts'
import { useLanguage } from '#web/base/i18n.ts'
import { orpc } from '#web/base/query.ts'
import { usePageTitle } from '#web/base/title.ts'
import { Badge } from '#web/ui/Badge.tsx'
import { Banner } from '#web/ui/Banner.tsx'
import { buttonClass } from '#web/ui/Button.tsx'
import { Page } from '#web/ui/Page.tsx'
import { patient } from '#web/ui/patient.ts'
import { EMPTY } from '#web/whatsapp/template/edit/edit.ts'
import { useWriting } from '#web/whatsapp/template/editor/use-writing.ts'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

const Editor = patient(async () => (await import('#web/whatsapp/template/editor/Editor.tsx')).Editor)

const OTHERS = ['promo', 'blank'] as const
type Start = (typeof INTENTS)[number] | (typeof OTHERS)[number]

/** A new template: first what it is for, then the editor with a text to start from. The address holds the choice. */
export function NewTemplatePage() {
  const t = useTemplateWords()
  const { intent }: { readonly intent?: unknown } = useSearch({ strict: false })
  const workspace = useQuery(orpc.workspace.me.queryOptions()).data?.workspace
  const start = [...INTENTS, ...OTHERS].find((one) => one === intent)
  usePageTitle(t('untitled'))
  if (workspace && !atLeast(workspace.role, 'admin')) {
    return (
      <Page title={t('untitled')}>
        <Banner tone="neutral">{t('viewOnly')}</Banner>
      </Page>
    )
  }
  return start ? <Begun key={start} start={start} business={workspace?.name ?? ''} /> : <Choice />
}

function Begun({ start, business }: { start: Start; business: string }) {
  const language = useLanguage()
  const intent = INTENTS.find((one) => one === start) ?? null
  const category: TemplateCategory = start === 'promo' ? 'MARKETING' : 'UTILITY'
  const template = intent ? starterTemplate(intent, language) : { ...EMPTY, language, category }
  const writing = useWriting(null, { template, intent })
  return (
    <Suspense>
      <Editor writing={writing} business={business} may />
    </Suspense>
  )
}

function Choice() {
  const t = useTemplateWords()
  const language = useLanguage()
  const back = (
    <Link to="/templates" className={buttonClass({ tone: 'ghost' })}>
      <ArrowLeft aria-hidden />
      {t('backToList')}
    </Link>
  )
  return (
    <Page title={t('intentTitle')} sub={t('intentSub')} actions={back}>
      <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
        {INTENTS.map((intent) => {
          const { name, about, situations } = INTENT_WORDS[language][intent]
          return (
            <Card
              key={intent}
              start={intent}
              name={name}
              about={about}
              category={LEGACY_CATEGORIES[intent]}
              situations={situations}
            />
          )
        })}
        <Card
          start="promo"
          name={t('promo')}
          about={t('promoAbout')}
          category="MARKETING"
          icon={<Megaphone />}
        />
        <Card start="blank" name={t('blank')} about={t('blankAbout')} category={null} icon={<FileText />} />
      </ul>
    </Page>
  )
}

type CardProps = {
  start: Start
  name: string
  about: string
  category: TemplateCategory | null
  situations?: readonly string[] | undefined
  icon?: ReactNode
}

const TONES = { UTILITY: 'teal', MARKETING: 'orange', AUTHENTICATION: 'violet' } as const

function Card({ start, name, about, category, situations = [], icon }: CardProps) {
  const t = useTemplateWords()
  return (
    <li>
      <Link
        to="/templates/new"
        search={{ intent: start } as object}
        className="flex h-full flex-col gap-1 rounded-lg border border-line bg-surface p-4 shadow-1 hover:border-brand hover:bg-sunken"
      >
        <span className="flex items-center gap-2">
          <span aria-hidden className="contents [&_svg]:size-4">
            {icon}
          </span>
          <span className="min-w-0 flex-1 font-display font-semibold text-sm">{name}</span>
          {category && <Badge tone={TONES[category]}>{t(`category.${category}`)}</Badge>}
        </span>
        <span className="text-fg-2 text-sm">{about}</span>
        {situations.length > 0 && (
          <span className="mt-auto pt-1 text-fg-3 text-xs">{situations.join(' · ')}</span>
        )}
      </Link>
    </li>
  )
}
