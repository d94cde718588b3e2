import { FieldPicker } from '#web/flow/control/FieldPicker.tsx'
import { MediaField } from '#web/flow/inspector/MediaField.tsx'
import type { NodeOf } from '#web/flow/model/node-of.ts'
import { useWords } from '#web/flow/use-words.ts'
import { Segmented } from '#web/ui/Segmented.tsx'

type Medium = NonNullable<NodeOf<'template'>['media']>
type Props = {
  readonly kind: Medium['media']
  readonly media: Medium | undefined
  readonly onChange: (media: Medium | undefined) => void
}

/** The medium of a template's header: the same for everyone, or the link that each contact's field holds. */
export function HeaderMedia({ kind, media, onChange }: Props) {
  const words = useWords()
  const from = media && 'field' in media.source ? 'field' : 'file'
  const file = media && !('field' in media.source) ? { ...media, source: media.source } : undefined
  return (
    <section className="space-y-2">
      <Segmented
        wide
        label={words('template.mediaFrom')}
        value={from}
        onChange={(next) =>
          onChange(next === 'field' ? { media: kind, source: { field: 'url' } } : undefined)
        }
        options={[
          { value: 'file', label: words('template.mediaFile') },
          { value: 'field', label: words('template.mediaField') },
        ]}
      />
      {from === 'file' ? (
        <MediaField
          media={file}
          onChange={(next) =>
            onChange(
              next && next.media !== 'audio' && next.media !== 'sticker'
                ? { ...next, media: next.media }
                : undefined,
            )
          }
        />
      ) : (
        <FieldPicker
          label={words('template.mediaField')}
          value={media && 'field' in media.source ? media.source.field : undefined}
          onChange={(field) => field && onChange({ media: kind, source: { field } })}
        />
      )}
      <p className="text-xs text-fg-3">{words(`template.needs.${kind}`)}</p>
    </section>
  )
}
