import { isObject } from '#core/base/json.ts'
import type { Block } from '#core/flow/block/block.ts'
import { blockDraft } from '#core/flow/block/block-draft.ts'
import { type BlockForm, blockChoices, blocksOf, formOf } from '#core/flow/block/form.ts'
import { checkDrawn, checkTitles } from '#core/flow/check/drawn.ts'
import type { Report } from '#core/flow/problem.ts'

/** All messages of a step. Of every message but the first the findings name its place. */
export function checkBlocks(node: Parameters<typeof blocksOf>[0], report: Report): void {
  const blocks = blocksOf(node)
  for (const [at, block] of blocks.entries()) checkBlock(block, at === 0 ? report : inBlock(at, report))
  const ids = blocks.flatMap((block) => blockChoices(block).map(({ id }) => id))
  const twice = blocks.length > 1 ? ids.find((id, at) => ids.indexOf(id) !== at) : undefined
  if (twice !== undefined) report('choice-twice', { choice: twice })
}

function inBlock(at: number, report: Report): Report {
  return (code, details = {}) => {
    const field = typeof details.field === 'string' ? { field: `${at + 1}: ${details.field}` } : {}
    const place = isObject(details.place)
      ? {
          place: { id: `pesan ${at + 1}, ${details.place.id}`, en: `message ${at + 1}, ${details.place.en}` },
        }
      : {}
    report(code, { ...details, ...field, ...place, block: at + 1 })
  }
}

function checkBlock(block: Block, report: Report): void {
  checkDrawn((say) => blockDraft(block, '', say), report)
  if (block.list) {
    checkTitles(
      blockChoices(block).map(({ title }) => title),
      report,
    )
  }
  const form = formOf(block)
  const other = partsOf(block).find((part) => part !== form && !goesWith(form, part))
  if (other !== undefined) report('mix-impossible', { one: form, other })
}

/** The parts that a block holds, the loudest first. */
function partsOf({ list, buttons, link, ask, media, text, location, contact }: Block): BlockForm[] {
  const parts: BlockForm[] = []
  if (list) parts.push('list')
  if (buttons.length > 0) parts.push('buttons')
  if (link) parts.push('link')
  if (ask) parts.push('ask')
  if (media) parts.push(media.media)
  if (location) parts.push('location')
  if (contact) parts.push('contact')
  if (text.trim() !== '') parts.push('text')
  return parts
}

/** Buttons and links take a picture, video or file above; words go with all but what stands alone. */
function goesWith(form: BlockForm, part: BlockForm): boolean {
  if (part === 'text')
    return form !== 'audio' && form !== 'sticker' && form !== 'location' && form !== 'contact'
  if (form !== 'buttons' && form !== 'link') return false
  return part === 'image' || part === 'video' || part === 'document'
}
