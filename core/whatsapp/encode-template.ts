import { never } from '#core/base/assert.ts'
import type { JsonObject } from '#core/base/json.ts'
import type { Draft, Source } from '#core/whatsapp/draft.ts'

type TemplateDraft = Extract<Draft, { kind: 'template' }>

/** A template's name, language and values; components without values are left out, as Meta asks. */
export function encodeTemplate(
  { name, language, header, body, buttons }: TemplateDraft,
  encodeSource: (source: Source) => JsonObject,
): JsonObject {
  const components: JsonObject[] = []
  if (header?.kind === 'text') {
    components.push({ type: 'header', parameters: [{ type: 'text', text: header.text }] })
  } else if (header) {
    const { kind, source, filename } = header
    const medium = { ...encodeSource(source), ...(filename && { filename }) }
    components.push({ type: 'header', parameters: [{ type: kind, [kind]: medium }] })
  }
  if (body.length > 0) {
    const parameters = body.map((value) => ({
      type: 'text',
      ...(value.name && { parameter_name: value.name }),
      text: value.text,
    }))
    components.push({ type: 'body', parameters })
  }
  for (const button of buttons) components.push(encodeButton(button))
  return { name, language: { code: language }, ...(components.length > 0 && { components }) }
}

function encodeButton({ index, kind, value }: TemplateDraft['buttons'][number]): JsonObject {
  const place = { type: 'button', index: String(index) }
  switch (kind) {
    case 'reply':
      return { ...place, sub_type: 'quick_reply', parameters: [{ type: 'payload', payload: value }] }
    case 'url':
      return { ...place, sub_type: 'url', parameters: [{ type: 'text', text: value }] }
    case 'code':
      return { ...place, sub_type: 'copy_code', parameters: [{ type: 'coupon_code', coupon_code: value }] }
    default:
      return never(kind)
  }
}
