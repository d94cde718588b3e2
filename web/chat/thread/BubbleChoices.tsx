import {
  ExternalLink,
  List,
  MapPin,
  PackageSearch,
  Phone,
  Reply,
  ShoppingBag,
  UserRound,
  Wallet,
} from 'lucide-react'
import type { ReactNode } from 'react'
import type { Act, Body } from '#web/chat/thread/body-of.ts'
import { type ChatWords, useWords } from '#web/chat/words.ts'

type Choice = { readonly title: string; readonly icon: ReactNode }

/** Under the time, over the whole width: what the customer may press. */
export function BubbleChoices({ body }: { body: Body }) {
  const t = useWords()
  const choices = choicesOf(body, t)
  if (choices.length === 0) return null
  return (
    <>
      <ul>
        {choices.map((choice, at) => (
          <li
            key={at}
            className="flex items-center justify-center gap-1.5 border-black/8 border-t px-3 py-1.5 text-center font-medium text-sm text-teal-fg dark:border-white/10 [&_svg]:size-3.5 [&_svg]:shrink-0"
          >
            <span aria-hidden="true">{choice.icon}</span>
            <span className="min-w-0 break-words">{choice.title}</span>
          </li>
        ))}
      </ul>
      {body.kind === 'menu' && body.list && <Rows sections={body.list.sections} />}
    </>
  )
}

type Sections = NonNullable<Extract<Body, { kind: 'menu' }>['list']>['sections']

function Rows({ sections }: { sections: Sections }) {
  return (
    <ul className="space-y-0.5 border-black/8 border-t px-3 py-1.5 text-fg-2 text-xs dark:border-white/10">
      {sections.flatMap((section) =>
        section.rows.map((row) => (
          <li key={`${section.title}-${row.id}`} className="truncate">
            {row.title}
            {row.description ? ` · ${row.description}` : ''}
          </li>
        )),
      )}
    </ul>
  )
}

const ICONS: Readonly<Record<Act, ReactNode>> = {
  location: <MapPin />,
  contact: <UserRound />,
  call: <Phone />,
  product: <ShoppingBag />,
  products: <ShoppingBag />,
  catalog: <ShoppingBag />,
  pay: <Wallet />,
  order: <PackageSearch />,
}

function choicesOf(body: Body, t: ChatWords): readonly Choice[] {
  if (body.kind === 'act') return [{ title: t(`body.act.${body.act}`), icon: ICONS[body.act] }]
  if (body.kind !== 'menu') return []
  if (body.list) return [{ title: body.list.button, icon: <List /> }]
  return body.buttons.map(({ title, url }) => ({ title, icon: url === null ? <Reply /> : <ExternalLink /> }))
}
