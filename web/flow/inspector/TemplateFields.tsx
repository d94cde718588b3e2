import { bodyTextOf } from '#core/whatsapp/template/fill/sentence.ts'
import { TEMPLATE_BOUNDS } from '#core/whatsapp/template/rule/limits.ts'
import type { Template } from '#core/whatsapp/template/template.ts'
import { variablesIn } from '#core/whatsapp/template/variable.ts'
import { DurationField } from '#web/flow/control/DurationField.tsx'
import { HeaderMedia } from '#web/flow/inspector/HeaderMedia.tsx'
import { LocationField } from '#web/flow/inspector/LocationField.tsx'
import { ProductFields } from '#web/flow/inspector/ProductFields.tsx'
import { SlotFields } from '#web/flow/inspector/SlotFields.tsx'
import { TemplatePicker } from '#web/flow/inspector/TemplatePicker.tsx'
import type { InspectorProps, NodeOf } from '#web/flow/model/node-of.ts'
import type { Words } from '#web/flow/model/words.ts'
import { useWords } from '#web/flow/use-words.ts'

type FieldsProps = Pick<InspectorProps<'template'>, 'node' | 'change'>
type Level = Pick<NodeOf<'template'>, 'media' | 'product' | 'body' | 'buttons'>

/** A day: how long an offer holds until somebody says otherwise. */
const OFFER = { amount: 1, unit: 'day' } as const
const NO_LEVEL: Level = { body: [], buttons: [] }

/** The choice of a template and all that its variables want, without what only a step of a flow has. */
export function TemplateFields({ node, change }: FieldsProps) {
  const words = useWords()
  const { template } = node
  if (!template) return <TemplatePicker node={node} change={change} />
  const { header } = template
  return (
    <>
      <TemplatePicker node={node} change={change} />
      {header?.kind === 'text' && variablesIn(header.text).length > 0 && (
        <SlotFields
          label={words('template.header')}
          hint={header.text}
          room={roomIn(header.text, TEMPLATE_BOUNDS.header)}
          value={node.header}
          onChange={(value, part) => change({ header: value }, `header.${part}`)}
        />
      )}
      {header?.kind === 'location' && (
        <LocationField location={node.place} onChange={(place, field) => change({ place }, field)} />
      )}
      <LevelFields
        own={{ header, body: bodyTextOf(template), buttons: template.buttons }}
        level={node}
        onChange={(level, field) => change(level, field)}
      />
      {template.offer?.expires && (
        <div>
          <p className="mb-1.5 text-sm font-medium">{words('template.offer')}</p>
          <DurationField
            label={words('template.offer')}
            value={node.offerEnds ?? OFFER}
            onChange={(offerEnds) => change({ offerEnds }, 'offerEnds')}
          />
        </div>
      )}
      {template.cards.map((card, at) => (
        <section key={at} className="space-y-2">
          <h3 className="font-sans text-sm font-medium">{words('template.card', { place: at + 1 })}</h3>
          <LevelFields
            isCard
            own={{ header: card.header, body: card.body?.text ?? '', buttons: card.buttons }}
            level={node.cards[at] ?? NO_LEVEL}
            onChange={(level, field) => {
              const cards = template.cards.map((_, place) =>
                place === at
                  ? { ...NO_LEVEL, ...node.cards[place], ...level }
                  : (node.cards[place] ?? NO_LEVEL),
              )
              change({ cards }, `${at}.${field}`)
            }}
          />
        </section>
      ))}
    </>
  )
}

type LevelProps = {
  readonly own: {
    readonly header: Template['header']
    readonly body: string
    readonly buttons: Template['buttons']
  }
  readonly isCard?: boolean
  readonly level: Level
  readonly onChange: (level: Partial<Level>, field: string) => void
}

/** The values of the template itself or of one card: its medium, its variables, the ends of its links, its codes. */
function LevelFields({ own, isCard = false, level, onChange }: LevelProps) {
  const words = useWords()
  const kind = own.header?.kind === 'gif' ? 'video' : own.header?.kind
  return (
    <>
      {(kind === 'image' || kind === 'video' || kind === 'document') && (
        <HeaderMedia kind={kind} media={level.media} onChange={(media) => onChange({ media }, 'media')} />
      )}
      {own.header?.kind === 'product' && (
        <ProductFields product={level.product} onChange={(product, part) => onChange({ product }, part)} />
      )}
      {/* where the preview has no room beside the fields, what they belong to is read here */}
      {variablesIn(own.body).length > 0 && (
        <p className="whitespace-pre-line rounded-md border border-line px-2.5 py-2 text-fg-2 text-sm lg:hidden">
          {own.body}
        </p>
      )}
      {variablesIn(own.body).map((name) => (
        <SlotFields
          key={name}
          label={`{{${name}}}`}
          room={roomIn(own.body, isCard ? TEMPLATE_BOUNDS.cardBody : TEMPLATE_BOUNDS.body)}
          value={level.body.find((value) => value.name === name)}
          onChange={(value, part) => {
            const rest = level.body.filter((each) => each.name !== name)
            onChange({ body: [...rest, { ...value, name }] }, `body.${name}.${part}`)
          }}
        />
      ))}
      {own.buttons.map((button, index) => {
        const hint = hintOf(button, words)
        if (hint === null) return null
        return (
          <SlotFields
            key={index}
            label={button.text || words('template.code')}
            hint={hint}
            {...(button.kind === 'code' && { room: TEMPLATE_BOUNDS.coupon })}
            value={level.buttons.find((value) => value.index === index)}
            onChange={(value, part) => {
              const rest = level.buttons.filter((each) => each.index !== index)
              onChange({ buttons: [...rest, { ...value, index }] }, `button.${index}.${part}`)
            }}
          />
        )
      })}
    </>
  )
}

/** What Meta's limit leaves beside the words of the template itself. */
function roomIn(written: string, max: number): number {
  return Math.max(0, max - written.replace(/\{\{[^}]*\}\}/g, '').length)
}

/** What a button asks for on sending; null: nothing. */
function hintOf(button: Template['buttons'][number], words: Words): string | null {
  switch (button.kind) {
    case 'code':
      return words('template.code')
    case 'url':
      return button.url.includes('{{') ? button.url : null
    case 'catalog':
    case 'mpm':
      return words(`template.${button.kind}`)
    default:
      return null
  }
}
