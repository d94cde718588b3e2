import { z } from 'zod'
import { checkDrawn, checkTitles } from '#core/flow/check/drawn.ts'
import type { Kind, Move, Scene } from '#core/flow/kind.ts'
import { Duration, Name, nodeBase } from '#core/flow/nodes/base.ts'
import type { Report } from '#core/flow/problem.ts'
import { type Choice, hearChoice, takeChoice } from '#core/flow/step/choice.ts'
import { fitDraft } from '#core/flow/step/fit.ts'
import { renderText } from '#core/flow/text/merge.ts'
import { millisOf } from '#core/flow/time/duration.ts'
import { wireId } from '#core/flow/wire.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import { type Header, Source } from '#core/whatsapp/draft-part.ts'

const text = z.string().max(64_000)

/**
 * Sends one message. Texts may hold `{{ merge_fields }}`.
 * Outlets: `next` (no buttons, no list: goes on at once) · `button:<id>` and `row:<id>` (the tap) ·
 * `other` (an answer that is no tap) · `timeout` (no answer within `timeout`).
 */
export const MessageNode = z.object({
  kind: z.literal('message'),
  ...nodeBase,
  text: text.default(''),
  media: z
    .object({
      media: z.enum(['image', 'video', 'audio', 'document']),
      source: Source,
      filename: text.optional(),
      voice: z.boolean().optional(),
    })
    .optional(),
  location: z
    .object({ latitude: z.number(), longitude: z.number(), name: text.optional(), address: text.optional() })
    .optional(),
  footer: text.optional(),
  buttons: z
    .array(z.object({ id: Name, title: text }))
    .max(100)
    .default([]),
  list: z
    .object({
      button: text,
      sections: z
        .array(
          z.object({
            title: text.optional(),
            rows: z.array(z.object({ id: Name, title: text, description: text.optional() })).max(100),
          }),
        )
        .max(100),
    })
    .optional(),
  timeout: Duration.optional(),
})
export type MessageNode = z.infer<typeof MessageNode>

export const messageKind: Kind<MessageNode> = {
  enter,
  takes: (node, content, view) => takeChoice(choicesOf(node), node, content, view),
  hear: (node, content, scene) => hearChoice(choicesOf(node), node, content, scene),
  late: 'timeout',
  refs: (node) => ({
    texts: textsOf(node),
    files: node.media && 'file' in node.media.source ? [node.media.source.file] : [],
  }),
  check,
  draft: (node, say) => draftOf(node, '', say),
}

function enter(node: MessageNode, scene: Scene): Move {
  const draft = draftOf(node, scene.node, (template) => renderText(template, scene))
  const waits = choicesOf(node).length > 0
  if (!draft)
    return waits ? { to: 'fault', fault: 'bad-text' } : { to: 'outlet', outlet: 'next', fault: 'bad-text' }
  scene.ask({ kind: 'say', node: scene.node, draft: fitDraft(draft) })
  if (!waits) return { to: 'outlet', outlet: 'next' }
  return { to: 'wait', for: 'tap', until: node.timeout ? scene.now + millisOf(node.timeout) : null }
}

/** A list wins over buttons where an old definition has both. */
function choicesOf(node: MessageNode): readonly Choice[] {
  if (!node.list) return node.buttons.map(({ id, title }) => ({ id, title, outlet: `button:${id}` }))
  const rows = node.list.sections.flatMap((section) => section.rows)
  return rows.map(({ id, title }) => ({ id, title, outlet: `row:${id}` }))
}

/** The message as a draft, or null when nothing would be said. */
function draftOf(node: MessageNode, id: string, say: (template: string) => string): Draft | null {
  const body = say(node.text)
  const footer = node.footer === undefined || node.footer === '' ? {} : { footer: say(node.footer) }
  if (node.list) return body.trim() === '' ? null : { ...listOf(node.list, id, say), text: body, ...footer }
  if (node.buttons.length > 0) {
    if (body.trim() === '') return null
    const header = headerOf(node, say)
    const buttons = node.buttons.map((button) => ({ id: wireId(id, button.id), title: say(button.title) }))
    return { kind: 'buttons', text: body, ...footer, buttons, ...(header ? { header } : {}) }
  }
  if (node.media) return mediaOf(node.media, body, say)
  if (node.location) return locationOf(node.location, say)
  return body.trim() === '' ? null : { kind: 'text', text: body }
}

function listOf(list: NonNullable<MessageNode['list']>, id: string, say: (template: string) => string) {
  const sections = list.sections.map(({ title, rows }) => ({
    ...(title === undefined || title === '' ? {} : { title: say(title) }),
    rows: rows.map((row) => ({
      id: wireId(id, row.id),
      title: say(row.title),
      ...(row.description === undefined || row.description === ''
        ? {}
        : { description: say(row.description) }),
    })),
  }))
  return { kind: 'list' as const, button: say(list.button), sections }
}

/** Meta takes an image, a video or a document above buttons; never sound. */
function headerOf(node: MessageNode, say: (template: string) => string): Header | undefined {
  if (!node.media || node.media.media === 'audio') return undefined
  const { media, source, filename } = node.media
  return { kind: media, source, ...(filename && media === 'document' ? { filename: say(filename) } : {}) }
}

function mediaOf(
  { media, source, filename, voice }: NonNullable<MessageNode['media']>,
  caption: string,
  say: (template: string) => string,
): Draft {
  return {
    kind: 'media',
    media,
    source,
    ...(caption.trim() === '' || media === 'audio' ? {} : { caption }),
    ...(filename && media === 'document' ? { filename: say(filename) } : {}),
    ...(voice && media === 'audio' ? { voice } : {}),
  }
}

function locationOf(
  { latitude, longitude, name, address }: NonNullable<MessageNode['location']>,
  say: (template: string) => string,
): Draft {
  return {
    kind: 'location',
    latitude,
    longitude,
    ...(name ? { name: say(name) } : {}),
    ...(address ? { address: say(address) } : {}),
  }
}

function textsOf({ text, footer, media, location, buttons, list }: MessageNode): string[] {
  const rows = list?.sections.flatMap((section) => section.rows) ?? []
  return [
    text,
    footer,
    media?.filename,
    location?.name,
    location?.address,
    list?.button,
    ...buttons.map(({ title }) => title),
    ...(list?.sections.map(({ title }) => title) ?? []),
    ...rows.flatMap(({ title, description }) => [title, description]),
  ].filter((part) => part !== undefined)
}

function check(node: MessageNode, report: Report): void {
  checkDrawn((say) => draftOf(node, '', say), report)
  const other = node.list ? 'list' : node.buttons.length > 0 ? 'buttons' : undefined
  if (node.list)
    checkTitles(
      choicesOf(node).map(({ title }) => title),
      report,
    )
  if (node.list && node.buttons.length > 0) report('mix-impossible', { one: 'list', other: 'buttons' })
  if (node.location)
    checkMix('location', [other, node.media?.media, node.text === '' ? undefined : 'text'], report)
  else if (node.list) checkMix('list', [node.media?.media], report)
  else if (node.media?.media === 'audio') {
    checkMix('audio', [other, node.text.trim() === '' ? undefined : 'text'], report)
  }
}

function checkMix(one: string, others: readonly (string | undefined)[], report: Report): void {
  const other = others.find((part) => part !== undefined)
  if (other !== undefined) report('mix-impossible', { one, other })
}
