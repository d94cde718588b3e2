import { z } from 'zod'
import { cutText } from '#core/base/text.ts'
import { readEmail } from '#core/flow/answer/email.ts'
import type { Kind } from '#core/flow/kind.ts'
import { nodeBase } from '#core/flow/nodes/base.ts'
import type { Report } from '#core/flow/problem.ts'
import { renderText } from '#core/flow/text/merge.ts'

/** What a mail of a flow holds at most, in UTF-16 units. */
export const MAIL_LIMITS = { to: 254, subject: 200, text: 10_000 } as const

/**
 * Sends an e-mail, to an address or to the one that a field holds (`{{email}}`). It goes on at once: whether the mail
 * arrived nobody hears. Outlets: `next` · `failed` (there is no address).
 */
export const EmailNode = z.object({
  kind: z.literal('email'),
  ...nodeBase,
  to: z.string().max(MAIL_LIMITS.to).default(''),
  subject: z.string().max(MAIL_LIMITS.subject).default(''),
  text: z.string().max(MAIL_LIMITS.text).default(''),
})
export type EmailNode = z.infer<typeof EmailNode>

export const emailKind: Kind<EmailNode> = {
  enter: (node, scene) => {
    const to = readEmail(renderText(node.to, scene, oneLine).trim())
    const subject = cutText(renderText(node.subject, scene, oneLine).trim(), MAIL_LIMITS.subject)
    const text = cutText(renderText(node.text, scene), MAIL_LIMITS.text)
    if (to === null || subject === '' || text.trim() === '') return { to: 'outlet', outlet: 'failed' }
    scene.ask({ kind: 'mail', to, subject, text })
    return { to: 'outlet', outlet: 'next' }
  },
  refs: ({ to, subject, text }) => ({ texts: [to, subject, text] }),
  check,
}

/** A header has one line. */
function oneLine(value: string): string {
  return value.replace(/\p{Cc}+/gu, ' ')
}

function check({ to, subject, text }: EmailNode, report: Report): void {
  if (subject.trim() === '' || text.trim() === '') report('text-empty')
  if (!to.includes('{{') && readEmail(to.trim()) === null) report('mail-address')
}
