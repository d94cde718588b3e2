import { formatOf } from '#core/whatsapp/template/decode-part.ts'
import type {
  Example,
  Template,
  TemplateBody,
  TemplateCard,
  TemplateHeader,
} from '#core/whatsapp/template/template.ts'
import { variablesIn } from '#core/whatsapp/template/variable.ts'

/** Where a header, a text and buttons stand: in the template itself, or in one card of its carousel. */
export type Place = 'top' | number

/** What is written there. */
export function partAt({ header, body, buttons, cards }: Template, place: Place): TemplateCard {
  if (place !== 'top') return cards[place] ?? { buttons: [] }
  return { ...(header && { header }), body, buttons }
}

/** The path of a finding about something that stands there: `body.text`, or `cards.1.body.text`. */
export function pathAt(place: Place, path: string): string {
  return place === 'top' ? path : `cards.${place}.${path}`
}

/** The template with that part in it. Whether its variables have numbers or names is said by its texts. */
export function withPart(template: Template, place: Place, part: TemplateCard): Template {
  if (place !== 'top') return counted({ ...template, cards: template.cards.with(place, part) })
  const { header: _header, ...rest } = template
  const { header, body = { text: '', examples: [] }, buttons } = part
  return counted({ ...rest, ...(header && { header }), body, buttons })
}

/** Cards are built alike: what is changed in the build of one is changed in all. `top` stands for itself. */
export function withBuild(
  template: Template,
  place: Place,
  change: (part: TemplateCard) => TemplateCard,
): Template {
  if (place === 'top') return withPart(template, place, change(partAt(template, place)))
  return counted({ ...template, cards: template.cards.map(change) })
}

/** The text of a body; values of variables that are gone go too. */
export function withBody(template: Template, text: string, place: Place = 'top'): Template {
  const { body, ...part } = partAt(template, place)
  const examples = kept(body?.examples ?? [], text)
  return withPart(template, place, { ...part, body: { ...body, text, examples } })
}

/** The header of a kind, or none; the same kind again changes nothing. */
export function withHeaderKind(
  template: Template,
  kind: TemplateHeader['kind'] | 'none',
  place: Place = 'top',
): Template {
  return withBuild(template, place, ({ header, ...part }) => {
    if (kind === 'none') return part
    return { ...part, header: header?.kind === kind ? header : headerOf(kind) }
  })
}

function headerOf(kind: TemplateHeader['kind']): TemplateHeader {
  return kind === 'text' ? { kind, text: '', examples: [] } : { kind }
}

export function withHeaderText(template: Template, text: string): Template {
  const { header } = template
  const examples = header?.kind === 'text' ? header.examples : []
  return counted({ ...template, header: { kind: 'text', text, examples: kept(examples, text) } })
}

const MEDIA: ReadonlySet<string> = new Set(['image', 'video', 'document', 'gif'])

/** A file of ours as the sample that Meta's reviewer sees; headers that are no media have none. */
export function withSample(template: Template, file: string, place: Place = 'top'): Template {
  const { header, ...part } = partAt(template, place)
  if (!header || !MEDIA.has(header.kind)) return template
  return withPart(template, place, { ...part, header: { ...header, sample: { file } } as TemplateHeader })
}

/** The value that stands for a variable of a body or a header while Meta's reviewer reads. */
export function withExample(
  template: Template,
  of: 'header' | 'body',
  { name, value }: Example,
  place: Place = 'top',
): Template {
  const put = (examples: readonly Example[]) => {
    const rest = examples.filter((one) => one.name !== name)
    return value === '' ? rest : [...rest, { name, value }]
  }
  const part = partAt(template, place)
  const { header, body } = part
  if (of === 'body') {
    return body
      ? withPart(template, place, { ...part, body: { ...body, examples: put(body.examples) } })
      : template
  }
  return header?.kind === 'text'
    ? withPart(template, place, { ...part, header: { ...header, examples: put(header.examples) } })
    : template
}

/** What the next variable of a body is called; numbers begin anew in each body, as Meta counts them. */
export function nextVariable(template: Template, place: Place = 'top'): string {
  const known = variablesIn(partAt(template, place).body?.text ?? '')
  if (template.format === 'POSITIONAL') return String(known.length + 1)
  for (let n = known.length + 1; ; n++) if (!known.includes(`nilai_${n}`)) return `nilai_${n}`
}

function kept(examples: TemplateBody['examples'], text: string): Example[] {
  const names = variablesIn(text)
  return examples.filter(({ name }) => names.includes(name))
}

/** The template with variables counted as its texts count them. */
export function counted(template: Template): Template {
  const { header, body, cards } = template
  const texts = [header, body, ...cards.flatMap((card) => [card.header, card.body])].flatMap((part) =>
    part && 'text' in part ? [part.text] : [],
  )
  return { ...template, format: formatOf(texts) }
}
