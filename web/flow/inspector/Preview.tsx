import { ImageIcon } from 'lucide-react'
import type { Block } from '#core/flow/block/block.ts'
import { useFormats } from '#web/base/format.ts'
import { useReader } from '#web/flow/control/sample.ts'
import type { Words } from '#web/flow/model/words.ts'
import { useWords } from '#web/flow/use-words.ts'
import { WaBubble, WaLine } from '#web/ui/WaBubble.tsx'
import { type WaButton, WaButtons } from '#web/ui/WaButtons.tsx'
import { WaBox, WaMedia, WaPerson, WaPlace } from '#web/ui/WaMedia.tsx'
import { WaText } from '#web/ui/WaText.tsx'

type Shown = Partial<Block> & { readonly text: string }

/** A quarter past ten: the time of the sample bubble. */
const SAMPLE_TIME = new Date(2026, 0, 5, 10, 2).getTime()

type Props = { shown: Shown; more?: readonly Shown[]; taps?: readonly WaButton[] }

/** The messages as the made-up customer of this workspace will see them. */
export function Preview({ shown, more = [], taps }: Props) {
  const words = useWords()
  return (
    <section aria-label={words('preview.label')}>
      <h3 className="mb-1.5 font-sans text-sm font-medium">{words('preview.label')}</h3>
      <div className="wa-wall space-y-1.5 rounded-md border border-line p-3">
        <PreviewMessage shown={shown} {...(taps ? { taps } : {})} />
        {more.map((each, at) => (
          <PreviewMessage key={at} shown={each} />
        ))}
      </div>
    </section>
  )
}

function PreviewMessage({ shown, taps: own = [] }: Pick<Props, 'shown' | 'taps'>) {
  const words = useWords()
  const formats = useFormats()
  const read = useReader()
  const { media, location, contact, footer, list, link, ask, buttons = [] } = shown
  const text = read(shown.text)
  const taps: WaButton[] = buttons.map(({ id, title }) => ({
    key: id,
    label: read(title),
    kind: 'reply',
  }))
  taps.push(...own)
  if (list) taps.push({ key: 'list', label: read(list.button), kind: 'list' })
  if (link) taps.push({ key: 'link', label: read(link.label), kind: 'url' })
  if (ask) taps.push({ key: 'ask', label: words('block.sendLocation'), kind: 'other' })
  return (
    <div>
      <WaBubble side="in" time={formats.time(SAMPLE_TIME)} below={<WaButtons buttons={taps} />}>
        {media && <PreviewMedia media={media} />}
        {location && <WaPlace name={location.name || words('line.location')} note={location.address ?? ''} />}
        {contact && <WaPerson name={read(contact.name) || '…'} note={read(contact.phone)} />}
        {(text !== '' || (!media && !location && !contact)) && (
          <WaLine>
            <WaText text={text || '…'} />
          </WaLine>
        )}
        {footer && <WaLine kind="footer">{read(footer)}</WaLine>}
      </WaBubble>
      {list && <PreviewList list={list} read={read} />}
    </div>
  )
}

function PreviewMedia({ media: { media, source, filename, voice } }: { media: NonNullable<Shown['media']> }) {
  const words = useWords()
  const name = filename || words(`media.${media}`)
  if (!('file' in source)) return <WaBox icon={<ImageIcon />} title={name} />
  return <WaMedia kind={media} src={`/api/files/${source.file}`} name={name} voice={voice} />
}

type ListProps = { readonly list: NonNullable<Shown['list']>; readonly read: (text: string) => string }

function PreviewList({ list, read }: ListProps) {
  return (
    <div className="mt-2 max-w-[86%] rounded-[10px] bg-wa-in py-1 text-wa-fg shadow-1">
      {list.sections.map((section, at) => (
        <div key={at}>
          {section.title && list.sections.length > 1 && (
            <p className="px-3 pt-1.5 text-2xs font-semibold text-wa-link">{read(section.title)}</p>
          )}
          {section.rows.map((row) => (
            <p key={row.id} className="px-3 py-1.5 text-[13px] leading-[17px]">
              {read(row.title) || '…'}
              {row.description && (
                <span className="block text-[11.5px] text-wa-meta">{read(row.description)}</span>
              )}
            </p>
          ))}
        </div>
      ))}
    </div>
  )
}

/** Puts sample values for what every contact has; the workspace's own fields stay in sight by their names. */
export function withSamples(text: string, words: Words): string {
  return text.replace(
    /\{\{\s*(first_name|name|phone|workspace_name)\s*(?:\|[^{}]*)?\}\}/g,
    (_, name: SampleName) => words(`sample.${name}`),
  )
}

type SampleName = 'first_name' | 'name' | 'phone' | 'workspace_name'
