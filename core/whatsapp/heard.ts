import type { Json } from '#core/base/json.ts'
import type { Millis } from '#core/base/time.ts'
import type { ContactCard } from '#core/whatsapp/draft.ts'
import type { Media } from '#core/whatsapp/draft-part.ts'

/** Who wrote. Since 2026 the phone number may be missing: then only the business-scoped user id names the person. */
export type Sender = {
  readonly waId?: string
  /** Business-scoped user id, `CC.` + up to 128 characters. */
  readonly bsuid?: string
  readonly username?: string
  readonly name?: string
}

/** What a customer sent, in our own words. Nothing behind the door knows Meta's form. */
export type Content =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'media'
      readonly media: Media
      readonly mediaId: string
      readonly mime: string
      readonly sha256?: string
      readonly caption?: string
      readonly filename?: string
      readonly voice?: boolean
      readonly animated?: boolean
    }
  | {
      readonly kind: 'location'
      readonly latitude: number
      readonly longitude: number
      readonly name?: string
      readonly address?: string
    }
  | { readonly kind: 'contacts'; readonly contacts: readonly ContactCard[] }
  | { readonly kind: 'reaction'; readonly wamid: string; readonly emoji: string | null }
  /** A tap: a reply button, a list row, or a template's quick reply (`id` = its payload). */
  | {
      readonly kind: 'tap'
      readonly from: 'button' | 'list' | 'template'
      readonly id: string
      readonly title: string
    }
  | { readonly kind: 'form'; readonly name: string; readonly text: string; readonly answer: Json }
  | {
      readonly kind: 'order'
      readonly catalogId: string
      readonly text?: string
      readonly items: readonly {
        readonly sku: string
        readonly quantity: number
        readonly price: string
        readonly currency: string
      }[]
    }
  | {
      readonly kind: 'system'
      readonly type: string
      readonly text: string
      readonly waId?: string
      readonly bsuid?: string
    }
  | { readonly kind: 'welcome' }
  /** A kind that we, or Meta, cannot show. The raw event is kept. */
  | { readonly kind: 'unsupported'; readonly type: string; readonly code?: number; readonly title?: string }

export type Heard = {
  readonly wamid: string
  readonly from: Sender
  readonly at: Millis
  readonly content: Content
  /** The message that this one quotes. */
  readonly replyTo?: string
  readonly forwarded?: boolean
  readonly product?: { readonly catalogId: string; readonly sku: string }
  /** Came by an advertisement or a page button. */
  readonly referral?: {
    readonly source: string
    readonly id: string
    readonly headline: string
    readonly clickId?: string
  }
}

/** What Meta says about a message of ours. */
export type Fault = { readonly code: number; readonly title: string; readonly details?: string }
export const STATUSES = ['sent', 'delivered', 'read', 'played', 'failed'] as const
export type StatusName = (typeof STATUSES)[number]
export type Status = {
  readonly wamid: string
  readonly status: StatusName
  readonly at: Millis
  /** Our own key, echoed from `biz_opaque_callback_data`. */
  readonly key?: string
  readonly pricing?: Json
  readonly conversation?: Json
  readonly fault?: Fault
}

/** One element of a webhook body. `nonsense` is kept in quarantine with its reason, never refused. */
export type Update =
  | { readonly kind: 'message'; readonly phoneNumberId: string; readonly heard: Heard }
  | { readonly kind: 'status'; readonly phoneNumberId: string; readonly status: Status }
  | { readonly kind: 'account'; readonly wabaId: string; readonly field: string; readonly value: Json }
  | { readonly kind: 'nonsense'; readonly reason: string; readonly where: string }
