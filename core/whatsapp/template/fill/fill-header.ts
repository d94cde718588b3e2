import type { Words } from '#core/base/language.ts'
import type { TemplateDraft } from '#core/whatsapp/draft.ts'
import type { Header } from '#core/whatsapp/draft-part.ts'
import type { Finding } from '#core/whatsapp/finding.ts'
import { amiss } from '#core/whatsapp/template/fill/fill-rules.ts'
import { fillTexts } from '#core/whatsapp/template/fill/fill-text.ts'
import type { TemplateValues } from '#core/whatsapp/template/fill/values.ts'
import { TEMPLATE_BOUNDS } from '#core/whatsapp/template/rule/limits.ts'
import type { Template, TemplateHeader } from '#core/whatsapp/template/template.ts'

type Given = Pick<TemplateValues, 'header' | 'place' | 'product'>
type Place = { readonly field: string; readonly format: Template['format'] }
type FilledHeader = {
  readonly draft: Pick<TemplateDraft, 'header' | 'place' | 'product'>
  readonly findings: readonly Finding[]
}

/** The value of a header: what the template's header takes and nothing else (Meta's error 132012). */
export function fillHeader(own: TemplateHeader | undefined, given: Given, place: Place): FilledHeader {
  const found = kindOf(given)
  if (!own) return found === 'nothing' ? { draft: {}, findings: [] } : mismatch('nothing', found, place)
  const { kind } = own
  switch (kind) {
    case 'text':
      return fillText(own.text, given, place)
    case 'location':
      return given.place ? { draft: { place: given.place }, findings: [] } : mismatch(kind, found, place)
    case 'product':
      return given.product
        ? { draft: { product: given.product }, findings: [] }
        : mismatch(kind, found, place)
    default: {
      const medium = mediumOf(given, kind === 'gif' ? 'video' : kind)
      return medium ? { draft: { header: medium }, findings: [] } : mismatch(kind, found, place)
    }
  }
}

type Kind = TemplateHeader['kind'] | 'nothing'

const KIND_WORDS: Readonly<Record<Kind, Words>> = {
  nothing: { id: 'tidak ada', en: 'nothing' },
  text: { id: 'teks', en: 'text' },
  image: { id: 'gambar', en: 'an image' },
  video: { id: 'video', en: 'a video' },
  document: { id: 'dokumen', en: 'a document' },
  gif: { id: 'GIF', en: 'a GIF' },
  location: { id: 'lokasi', en: 'a location' },
  product: { id: 'produk', en: 'a product' },
}

function mismatch(expected: Kind, found: Kind, { field }: Place): FilledHeader {
  const { id, en } = stateOf(expected, found)
  return { draft: {}, findings: [amiss('header_mismatch', field, { state_id: id, state_en: en })] }
}

function stateOf(expected: Kind, found: Kind): Words {
  const [wanted, given] = [KIND_WORDS[expected], KIND_WORDS[found]]
  if (expected === 'nothing')
    return { id: `tidak ada, tetapi diisi ${given.id}`, en: `is none, yet ${given.en} is given` }
  if (found === 'nothing')
    return { id: `butuh ${wanted.id} dan belum diisi`, en: `needs ${wanted.en} and is not filled in` }
  return { id: `butuh ${wanted.id}, bukan ${given.id}`, en: `needs ${wanted.en}, not ${given.en}` }
}

function kindOf({ header, place, product }: Given): Kind {
  if (header) return header.kind
  return place ? 'location' : product ? 'product' : 'nothing'
}

function mediumOf({ header }: Given, kind: string): Exclude<Header, { kind: 'text' }> | undefined {
  return header && header.kind !== 'text' && header.kind === kind ? header : undefined
}

function fillText(text: string, given: Given, place: Place): FilledHeader {
  const found = kindOf(given)
  if (found !== 'nothing' && found !== 'text') return mismatch('text', found, place)
  const value = given.header?.kind === 'text' ? [given.header] : []
  const { texts, findings } = fillTexts(text, value, { ...place, max: TEMPLATE_BOUNDS.header })
  const [first] = texts
  return { draft: first ? { header: { kind: 'text', ...first } } : {}, findings }
}
