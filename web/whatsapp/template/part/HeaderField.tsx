import { FileText, Film, ImageIcon, MapPin, ShoppingBag, Type } from 'lucide-react'
import { Suspense } from 'react'
import { TEMPLATE_BOUNDS } from '#core/whatsapp/template/rule/limits.ts'
import type { Template, TemplateHeader } from '#core/whatsapp/template/template.ts'
import { variablesIn } from '#core/whatsapp/template/variable.ts'
import { Counter } from '#web/ui/Field.tsx'
import { patient } from '#web/ui/patient.ts'
import { Segmented } from '#web/ui/Segmented.tsx'
import { TextInput } from '#web/ui/TextInput.tsx'
import { layoutOf } from '#web/whatsapp/template/edit/layout.ts'
import {
  type Place,
  partAt,
  pathAt,
  withHeaderKind,
  withHeaderText,
  withSample,
} from '#web/whatsapp/template/edit/part.ts'
import type { Writing } from '#web/whatsapp/template/editor/use-writing.ts'
import { Examples } from '#web/whatsapp/template/part/Examples.tsx'
import { Amiss, RuledField } from '#web/whatsapp/template/part/RuledField.tsx'
import { useTemplateWords } from '#web/whatsapp/template-words.ts'

const Sample = patient(async () => (await import('#web/whatsapp/template/part/Sample.tsx')).Sample)

type Kind = TemplateHeader['kind'] | 'none'

const ICONS = {
  none: null,
  text: <Type />,
  image: <ImageIcon />,
  video: <Film />,
  gif: <Film />,
  document: <FileText />,
  location: <MapPin />,
  product: <ShoppingBag />,
} as const

/** The header: nothing, a line of text, a medium with a sample for the reviewer, a place, or a product. */
export function HeaderField({ writing, place = 'top' }: { writing: Writing; place?: Place }) {
  const t = useTemplateWords()
  const { template, change } = writing
  const { header } = partAt(template, place)
  const path = pathAt(place, 'header')
  const sample = header && 'sample' in header ? header.sample : undefined
  return (
    <div className="space-y-2" data-field={path}>
      <p className="font-medium text-sm">
        {t('header')}
        {place === 'top' && <span className="font-normal text-fg-3"> · {t('optional')}</span>}
      </p>
      <div className="scroll -mx-1 px-1">
        <Segmented
          label={t('header')}
          value={header?.kind ?? 'none'}
          onChange={(next) => change(withHeaderKind(template, next, place))}
          options={kindsFor(template, place).map((value) => ({
            value,
            label: (
              <span className="inline-flex items-center gap-1.5 [&_svg]:size-3.5">
                {ICONS[value]}
                {t(`header.${value}`)}
              </span>
            ),
          }))}
        />
      </div>
      {header?.kind === 'text' && (
        <>
          <RuledField
            path={`${path}.text`}
            label={t('headerText')}
            counter={<Counter value={header.text.length} max={TEMPLATE_BOUNDS.header} />}
          >
            <TextInput value={header.text} onChange={(text) => change(withHeaderText(template, text))} />
          </RuledField>
          <Examples writing={writing} part="header" names={variablesIn(header.text)} />
        </>
      )}
      {header?.kind === 'location' && <p className="text-fg-3 text-xs">{t('headerLocation')}</p>}
      {header?.kind === 'product' && <p className="text-fg-3 text-xs">{t('headerProduct')}</p>}
      {(header?.kind === 'image' ||
        header?.kind === 'video' ||
        header?.kind === 'document' ||
        header?.kind === 'gif') && (
        <Suspense>
          <Sample
            kind={header.kind}
            sample={sample}
            path={`${path}.sample`}
            onFile={(file) => change(withSample(template, file, place))}
          />
        </Suspense>
      )}
      <Amiss path={path} />
    </div>
  )
}

const ALL: readonly Kind[] = ['none', 'text', 'image', 'video', 'document', 'location']

/** What Meta takes there: cards and offers want a picture or a film, products are for marketing. */
function kindsFor(template: Template, place: Place): readonly Kind[] {
  const { category } = template
  const now = partAt(template, place).header?.kind
  const product: readonly Kind[] = category === 'MARKETING' ? ['product'] : []
  const kinds: readonly Kind[] =
    place !== 'top'
      ? ['image', 'video', ...product]
      : layoutOf(template) === 'offer'
        ? ['none', 'image', 'video']
        : [...ALL, ...product]
  return now && !kinds.includes(now) ? [...kinds, now] : kinds
}
