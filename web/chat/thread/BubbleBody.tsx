import { CircleHelp, FileText, List, Pointer, ShoppingBag } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Body } from '#web/chat/thread/body-of.ts'
import { MediaPart } from '#web/chat/thread/MediaPart.tsx'
import { type ChatWords, useWords } from '#web/chat/words.ts'
import { WaPerson, WaPlace } from '#web/ui/WaMedia.tsx'
import { WaText } from '#web/ui/WaText.tsx'

const LINE = 'px-3 text-[14px] leading-5 md:text-[14px]'

/** What a bubble says, whichever kind it is. */
export function BubbleBody({ body }: { body: Body }) {
  const t = useWords()
  switch (body.kind) {
    case 'text':
      return <Line text={body.text} alone />
    case 'form':
      return <Line text={body.text} />
    case 'media':
      return (
        <>
          <MediaPart body={body} />
          {body.caption && <Line text={body.caption} />}
        </>
      )
    case 'location':
      return <Location body={body} t={t} />
    case 'contacts':
      return body.contacts.map((card, at) => (
        <WaPerson
          key={at}
          name={card.name.formatted}
          note={card.phones.map((phone) => phone.phone).join(' · ') || card.organisation || ''}
        />
      ))
    case 'tap':
      return (
        <Marked icon={body.from === 'list' ? <List /> : <Pointer />}>
          <WaText text={body.title} />
        </Marked>
      )
    case 'menu':
      return <Menu body={body} />
    case 'act':
      return <Asked body={body} />
    case 'carousel':
      return <Carousel body={body} />
    case 'template':
      return <Template body={body} t={t} />
    case 'order':
      return <Order body={body} t={t} />
    case 'system':
      return <Marked icon={<CircleHelp />}>{body.text || t('body.welcome')}</Marked>
    case 'unsupported':
      return <Marked icon={<CircleHelp />}>{unsupportedText(body.type, t)}</Marked>
  }
}

/** What it is, where its kind has a name; `unsupported` is Meta's word for anything. */
function unsupportedText(type: string, t: ChatWords): string {
  if (type === '' || type === 'unsupported' || type === 'unknown') return t('body.unsupportedAny')
  return t('body.unsupported', { type: type === 'poll' || type === 'edit' ? t(`body.type.${type}`) : type })
}

function Line({ text, alone }: { text: string; alone?: boolean }) {
  return (
    <div dir="auto" className={`${LINE} pt-1.5`}>
      <WaText text={text} alone={alone} />
    </div>
  )
}

function Marked({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className={`${LINE} flex items-center gap-1.5 pt-1.5 [&_svg]:size-3.5 [&_svg]:shrink-0`}>
      <span aria-hidden="true" className="text-fg-3">
        {icon}
      </span>
      <span className="min-w-0">{children}</span>
    </p>
  )
}

function Location({ body, t }: { body: Extract<Body, { kind: 'location' }>; t: ChatWords }) {
  const place = `${body.latitude.toFixed(5)}, ${body.longitude.toFixed(5)}`
  return (
    <a
      href={`https://www.openstreetmap.org/?mlat=${body.latitude}&mlon=${body.longitude}#map=17/${body.latitude}/${body.longitude}`}
      target="_blank"
      rel="noreferrer"
      className="block w-64 max-w-full"
    >
      <WaPlace name={body.name || t('media.location')} note={body.address || place} />
    </a>
  )
}

function Menu({ body }: { body: Extract<Body, { kind: 'menu' }> }) {
  return (
    <>
      {body.picture && <MediaPart body={body.picture} />}
      {body.header && <p className={`${LINE} pt-1.5 font-semibold`}>{body.header}</p>}
      <Line text={body.text} />
      {body.footer && <p className="px-3 pt-0.5 text-fg-2 text-xs">{body.footer}</p>}
    </>
  )
}

function Asked({ body }: { body: Extract<Body, { kind: 'act' }> }) {
  return (
    <>
      {body.header && <p className={`${LINE} pt-1.5 font-semibold`}>{body.header}</p>}
      {body.text && <Line text={body.text} />}
      {body.about.length > 0 && (
        <ul className="px-3 pt-1 text-fg-2 text-sm">
          {body.about.map((line, at) => (
            <li key={at} className="truncate">
              {line}
            </li>
          ))}
        </ul>
      )}
      {body.footer && <p className="px-3 pt-0.5 text-fg-2 text-xs">{body.footer}</p>}
    </>
  )
}

/** The cards stand below each other: an agent reads them, nobody swipes. */
function Carousel({ body }: { body: Extract<Body, { kind: 'carousel' }> }) {
  return (
    <>
      <Line text={body.text} />
      <ol className="mt-1.5 space-y-1.5 px-1.5">
        {body.cards.map((card, at) => (
          <li key={at} className="overflow-hidden rounded-md border border-black/8 dark:border-white/10">
            {card.picture && <MediaPart body={card.picture} />}
            {card.text && <Line text={card.text} />}
            <p className="px-3 py-1 font-medium text-sm text-teal-fg">
              {card.buttons.map(({ title }) => title).join(' · ')}
            </p>
          </li>
        ))}
      </ol>
    </>
  )
}

function Template({ body, t }: { body: Extract<Body, { kind: 'template' }>; t: ChatWords }) {
  if (body.shown !== null) {
    return (
      <>
        <p className="flex items-center gap-1 px-3 pt-1.5 text-2xs text-fg-2 [&_svg]:size-3">
          <FileText aria-hidden="true" />
          {t('media.template')} <code className="font-mono">{body.name}</code>
        </p>
        <Line text={body.shown} />
      </>
    )
  }
  return (
    <div className={`${LINE} pt-1.5`}>
      <p>
        {t('media.template')} <code className="font-mono text-[12px]">{body.name}</code>{' '}
        <span className="text-fg-2">({body.language})</span>
      </p>
      {body.values.length > 0 && (
        <ol className="mt-1 list-inside list-decimal text-fg-2 text-sm">
          {body.values.map((value, at) => (
            <li key={at}>{value}</li>
          ))}
        </ol>
      )}
    </div>
  )
}

function Order({ body, t }: { body: Extract<Body, { kind: 'order' }>; t: ChatWords }) {
  const count = body.items.reduce((sum, item) => sum + item.quantity, 0)
  return (
    <div className={`${LINE} w-64 max-w-full pt-1.5`}>
      <p className="mb-1.5 flex items-center gap-1.5 font-semibold text-sm">
        <ShoppingBag aria-hidden="true" className="size-4 text-brand" />
        {t('body.order', { count })}
      </p>
      <ul className="space-y-1 text-sm">
        {body.items.map((item) => (
          <li key={item.sku} className="flex gap-2">
            <span className="min-w-0 flex-1 truncate">{item.sku}</span>
            <span className="tnum text-fg-2">
              {item.quantity} × {item.currency} {item.price}
            </span>
          </li>
        ))}
      </ul>
      {body.text && <WaText text={body.text} />}
    </div>
  )
}
