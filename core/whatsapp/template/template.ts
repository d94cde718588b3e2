import { z } from 'zod'
import {
  MEDIA_HEADERS,
  OTP_KINDS,
  PARAMETER_FORMATS,
  TEMPLATE_CATEGORIES,
} from '#core/whatsapp/template/kinds.ts'

/**
 * A message template as Meta reviews it, in our own words. Shapes only: Meta's limits are judged by `checkTemplate`
 * (rule/check.ts), so that a draft that is not finished yet can be stored and shown. Every schema begins at `z`: the
 * browser's build lets those fall away that only types are made of.
 */

const text = z.string().max(64_000)

export const TemplateCategory = z.enum(TEMPLATE_CATEGORIES)
export type TemplateCategory = z.infer<typeof TemplateCategory>

/** The value that stands for a variable while Meta's reviewer reads; `name` is `1` for `{{1}}`. */
export const Example = z.object({ name: z.string().max(200), value: text })
export type Example = z.infer<typeof Example>
const examples = z.array(Example).max(100).default([])

/** A sample of a header: a file of ours, the handle of Meta's resumable upload, or the address that Meta shows for it. */
export const HeaderSample = z.union([
  z.object({ file: z.string().max(100) }),
  z.object({ handle: z.string().max(4000) }),
  z.object({ link: z.string().max(4000) }),
])
export type HeaderSample = z.infer<typeof HeaderSample>

export const TemplateHeader = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text, examples }),
  z.object({ kind: z.enum(MEDIA_HEADERS), sample: z.optional(HeaderSample) }),
  z.object({ kind: z.literal('location') }),
  z.object({ kind: z.literal('product') }),
])
export type TemplateHeader = z.infer<typeof TemplateHeader>

/** Of an authentication template Meta writes the text itself; `security` adds "do not share this code". */
export const TemplateBody = z.object({ text, examples, security: z.boolean().optional() })
export type TemplateBody = z.infer<typeof TemplateBody>

/** `minutes`: authentication only, how long the code holds; Meta writes the text itself. */
export const TemplateFooter = z.object({ text: z._default(text, ''), minutes: z.number().optional() })
export type TemplateFooter = z.infer<typeof TemplateFooter>

/** An offer that ends; when it ends is said on sending. */
const TemplateOffer = z.object({ text, expires: z.boolean().default(false) })

const OtpButton = z.object({
  kind: z.literal('otp'),
  otp: z.enum(OTP_KINDS),
  text: z.optional(text),
  autofill: z.optional(text),
  /** Android apps that may fill the code in by themselves. */
  apps: z
    .array(z.object({ package: text, hash: text }))
    .max(20)
    .default([]),
  termsAccepted: z.boolean().optional(),
})
const FlowButton = z.object({
  kind: z.literal('flow'),
  text,
  flowId: z.optional(text),
  flowName: z.optional(text),
  flowJson: z.optional(text),
  action: z.optional(text),
  screen: z.optional(text),
  icon: z.optional(text),
})

/**
 * `code` is a coupon to copy, `otp` a one-time password, `mpm` and `spm` several and single products,
 * `contactInfo` asks for the phone number. `other` is a kind of Meta's that we show but do not make.
 */
export const TemplateButton = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reply'), text }),
  z.object({ kind: z.literal('url'), text, url: text, example: z.optional(text) }),
  z.object({ kind: z.literal('phone'), text, phone: text }),
  z.object({ kind: z.literal('code'), text: z.optional(text), example: text }),
  OtpButton,
  z.object({ kind: z.literal('catalog'), text }),
  z.object({ kind: z.literal('mpm'), text }),
  z.object({ kind: z.literal('spm'), text }),
  FlowButton,
  z.object({ kind: z.literal('contactInfo'), text: z.optional(text) }),
  z.object({ kind: z.literal('call'), text }),
  z.object({ kind: z.literal('callPermission'), text: z.optional(text) }),
  z.object({ kind: z.literal('other'), type: text, text: z.optional(text) }),
])
export type TemplateButton = z.infer<typeof TemplateButton>

const buttons = z.array(TemplateButton).max(100).default([])

/** One card of a carousel. */
export const TemplateCard = z.object({
  header: z.optional(TemplateHeader),
  body: z.optional(TemplateBody),
  buttons,
})
export type TemplateCard = z.infer<typeof TemplateCard>

export const Template = z.object({
  name: text,
  language: z.string().max(100),
  category: TemplateCategory,
  format: z.enum(PARAMETER_FORMATS).default('POSITIONAL'),
  header: z.optional(TemplateHeader),
  offer: z.optional(TemplateOffer),
  body: TemplateBody,
  footer: z.optional(TemplateFooter),
  buttons,
  cards: z.array(TemplateCard).max(100).default([]),
  /** Seconds after which an undelivered message is dropped; -1 = 30 days. Absent: Meta's own default. */
  lifetime: z.number().int().optional(),
})
export type Template = z.infer<typeof Template>
