import type { Definition } from '#core/flow/definition.ts'
import type { SENDABLE, Step } from '#core/flow/trial/script.ts'
import type { Draft } from '#core/whatsapp/draft.ts'
import type { Content } from '#core/whatsapp/heard.ts'

/** A message as a customer sees it: its words, and what they may tap. */
export type Bubble = {
  readonly node: string
  readonly text: string
  readonly taps: readonly {
    readonly id: string
    readonly title: string
    readonly from: 'button' | 'list' | 'template'
  }[]
}

export function bubbleOf(draft: Draft, node: string, definition: Definition): Bubble {
  return { node, text: textOf(draft), taps: tapsOf(draft, node, definition) }
}

/** What is written in a message; of a kind without words its kind in square brackets. */
function textOf(draft: Draft): string {
  if (draft.kind === 'template') return [`[${draft.name}]`, ...draft.body.map(({ text }) => text)].join(' · ')
  if (draft.kind === 'media') return draft.caption || `[${draft.media}]`
  if (draft.kind === 'location') return draft.name || draft.address || '[location]'
  if ('text' in draft && typeof draft.text === 'string') return draft.text
  return `[${draft.kind}]`
}

function tapsOf(draft: Draft, nodeId: string, definition: Definition): Bubble['taps'] {
  if (draft.kind === 'buttons') return draft.buttons.map((button) => ({ ...button, from: 'button' }))
  if (draft.kind === 'list') {
    const rows = draft.sections.flatMap((section) => section.rows)
    return rows.map(({ id, title }) => ({ id, title, from: 'list' }))
  }
  if (draft.kind !== 'template') return []
  const node = Object.hasOwn(definition.nodes, nodeId) ? definition.nodes[nodeId] : undefined
  const written = node?.kind === 'template' ? node.template : undefined
  const levels = [
    { values: draft.buttons, buttons: written?.buttons ?? [] },
    ...(draft.cards ?? []).map(({ buttons }, at) => ({
      values: buttons,
      buttons: written?.cards[at]?.buttons ?? [],
    })),
  ]
  return levels.flatMap(({ values, buttons }) =>
    values.flatMap(({ kind, index, value }) => {
      const button = buttons[index]
      const title = (button && 'text' in button && button.text) || ''
      return kind === 'reply' ? [{ id: value, title, from: 'template' as const }] : []
    }),
  )
}

/** The titles under a message, in order. */
export function titlesOf({ taps }: Bubble): string[] {
  return taps.map(({ title }) => title)
}

type Spoken = Bubble & { readonly refused: string | null }

/** What the house hears of a customer's step; null: nothing that was said has the button. */
export function contentFor(step: Step, spoken: readonly Spoken[]): Content | null {
  if ('says' in step) return { kind: 'text', text: step.says }
  if ('sends' in step) return sent(step.sends, step.caption)
  if (!('taps' in step)) return null
  for (const bubble of spoken.toReversed()) {
    const tap = bubble.refused === null ? bubble.taps.find(({ title }) => title === step.taps) : undefined
    if (tap) return { kind: 'tap', ...tap }
  }
  return null
}

const MIMES: Readonly<Record<string, string>> = {
  image: 'image/jpeg',
  video: 'video/mp4',
  audio: 'audio/mpeg',
  voice: 'audio/ogg',
  document: 'application/pdf',
  sticker: 'image/webp',
}
/** The National Monument in Jakarta. */
const SOMEWHERE = { latitude: -6.1754, longitude: 106.8272 }

function sent(kind: (typeof SENDABLE)[number], caption: string | undefined): Content {
  if (kind === 'location')
    return { kind: 'location', ...SOMEWHERE, ...(caption === undefined ? {} : { name: caption }) }
  const media = kind === 'voice' ? 'audio' : kind
  return {
    kind: 'media',
    media,
    mediaId: 'trial',
    mime: MIMES[kind] ?? '',
    ...(kind === 'voice' ? { voice: true } : {}),
    ...(caption === undefined ? {} : { caption }),
  }
}
