import { z } from 'zod'
import {
  MEDIA_HEADERS,
  OTP_KINDS,
  PARAMETER_FORMATS,
  TEMPLATE_CATEGORIES,
} from '#core/whatsapp/template/kinds.ts'

/**
 * A message template as Meta reviews it, in our own words. Shapes only: Meta's limits are judged by `checkTemplate`
 * (rule/check.ts), so that a draft that is not finished yet can be stored and shown.
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
  z.object({ kind: z.enum(MEDIA_HEADERS), sample: HeaderSample.optional() }),
  z.object({ kind: z.literal('location') }),
  z.object({ kind: z.literal('product') }),
])
export type TemplateHeader = z.infer<typeof TemplateHeader>

/** Of an authentication template Meta writes the text itself; `security` adds "do not share this code". */
export const TemplateBody = z.object({ text, examples, security: z.boolean().optional() })
export type TemplateBody = z.infer<typeof TemplateBody>

/** `minutes`: authentication only, how long the code holds; Meta writes the text itself. */
export const TemplateFooter = z.object({ text: text.default(''), minutes: z.number().optional() })
export type TemplateFooter = z.infer<typeof TemplateFooter>

/** An offer that ends; when it ends is said on sending. */
export const TemplateOffer = z.object({ text, expires: z.boolean().default(false) })

const OtpButton = z.object({
  kind: z.literal('otp'),
  otp: z.enum(OTP_KINDS),
  text: text.optional(),
  autofill: text.optional(),
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
  flowId: text.optional(),
  flowName: text.optional(),
  flowJson: text.optional(),
  action: text.optional(),
  screen: text.optional(),
  icon: text.optional(),
})

/**
 * `code` is a coupon to copy, `otp` a one-time password, `mpm` and `spm` several and single products,
 * `contactInfo` asks for the phone number. `other` is a kind of Meta's that we show but do not make.
 */
export const TemplateButton = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reply'), text }),
  z.object({ kind: z.literal('url'), text, url: text, example: text.optional() }),
  z.object({ kind: z.literal('phone'), text, phone: text }),
  z.object({ kind: z.literal('code'), text: text.optional(), example: text }),
  OtpButton,
  z.object({ kind: z.literal('catalog'), text }),
  z.object({ kind: z.literal('mpm'), text }),
  z.object({ kind: z.literal('spm'), text }),
  FlowButton,
  z.object({ kind: z.literal('contactInfo'), text: text.optional() }),
  z.object({ kind: z.literal('call'), text }),
  z.object({ kind: z.literal('callPermission'), text: text.optional() }),
  z.object({ kind: z.literal('other'), type: text, text: text.optional() }),
])
export type TemplateButton = z.infer<typeof TemplateButton>

const buttons = z.array(TemplateButton).max(100).default([])

/** One card of a carousel. */
export const TemplateCard = z.object({
  header: TemplateHeader.optional(),
  body: TemplateBody.optional(),
  buttons,
})
export type TemplateCard = z.infer<typeof TemplateCard>

export const Template = z.object({
  name: text,
  language: z.string().max(100),
  category: TemplateCategory,
  format: z.enum(PARAMETER_FORMATS).default('POSITIONAL'),
  header: TemplateHeader.optional(),
  offer: TemplateOffer.optional(),
  body: TemplateBody,
  footer: TemplateFooter.optional(),
  buttons,
  cards: z.array(TemplateCard).max(100).default([]),
  /** Seconds after which an undelivered message is dropped; -1 = 30 days. Absent: Meta's own default. */
  lifetime: z.number().int().optional(),
})
export type Template = z.infer<typeof Template>
