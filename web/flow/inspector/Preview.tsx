import '#web/ui/phone.css'
import { ImageIcon } from 'lucide-react'
import { useFormats } from '#web/base/format.ts'
import type { NodeOf } from '#web/flow/model/node-of.ts'
import type { Words } from '#web/flow/model/words.ts'
import { useWords } from '#web/flow/use-words.ts'
import { WaBubble, WaLine } from '#web/ui/WaBubble.tsx'
import { type WaButton, WaButtons } from '#web/ui/WaButtons.tsx'
import { WaBox, WaMedia, WaPlace } from '#web/ui/WaMedia.tsx'
import { WaText } from '#web/ui/WaText.tsx'

export type Shown = Partial<
  Pick<NodeOf<'message'>, 'text' | 'media' | 'location' | 'footer' | 'buttons' | 'list'>
> & { readonly text: string }

/** A quarter past ten: the time of the sample bubble. */
const SAMPLE_TIME = new Date(2026, 0, 5, 10, 2).getTime()

/** The message as the customer will see it, with sample values for its merge fields. */
export function Preview({ shown, taps: own = [] }: { shown: Shown; taps?: readonly WaButton[] }) {
  const words = useWords()
  const formats = useFormats()
  const { media, location, footer, list, buttons = [] } = shown
  const text = withSamples(shown.text, words)
  const taps: WaButton[] = buttons.map(({ id, title }) => ({
    key: id,
    label: withSamples(title, words),
    kind: 'reply',
  }))
  taps.push(...own)
  if (list) taps.push({ key: 'list', label: withSamples(list.button, words), kind: 'list' })
  return (
    <section aria-label={words('preview.label')}>
      <h3 className="mb-1.5 font-sans text-sm font-medium">{words('preview.label')}</h3>
      <div className="wa-wall rounded-md border border-line p-3">
        <WaBubble side="in" time={formats.time(SAMPLE_TIME)} below={<WaButtons buttons={taps} />}>
          {media && <PreviewMedia media={media} />}
          {location && (
            <WaPlace name={location.name || words('line.location')} note={location.address ?? ''} />
          )}
          {(text !== '' || (!media && !location)) && (
            <WaLine>
              <WaText text={text || '…'} />
            </WaLine>
          )}
          {footer && <WaLine kind="footer">{withSamples(footer, words)}</WaLine>}
        </WaBubble>
        {list && <PreviewList list={list} words={words} />}
      </div>
    </section>
  )
}

function PreviewMedia({ media: { media, source, filename } }: { media: NonNullable<Shown['media']> }) {
  const words = useWords()
  const name = filename || words(`media.${media}`)
  if (!('file' in source)) return <WaBox icon={<ImageIcon />} title={name} />
  return <WaMedia kind={media} src={`/api/files/${source.file}`} name={name} />
}

function PreviewList({ list, words }: { list: NonNullable<Shown['list']>; words: Words }) {
  return (
    <div className="mt-2 max-w-[86%] rounded-[10px] bg-wa-in py-1 text-wa-fg shadow-1">
      {list.sections.map((section, at) => (
        <div key={at}>
          {section.title && list.sections.length > 1 && (
            <p className="px-3 pt-1.5 text-2xs font-semibold text-wa-link">
              {withSamples(section.title, words)}
            </p>
          )}
          {section.rows.map((row) => (
            <p key={row.id} className="px-3 py-1.5 text-[13px] leading-[17px]">
              {withSamples(row.title, words) || '…'}
              {row.description && (
                <span className="block text-[11.5px] text-wa-meta">
                  {withSamples(row.description, words)}
                </span>
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
