import type { Finding } from '#core/whatsapp/finding.ts'
import { amiss } from '#core/whatsapp/template/fill/fill-rules.ts'
import { isSendable, type MetaTemplate } from '#core/whatsapp/template/state.ts'
import { statusInSentence } from '#core/whatsapp/template/status-words.ts'

type UseFacts = {
  /** Whether the recipient's phone number is known; else only the business-scoped id is. */
  readonly numbered: boolean
  /** `disable_marketing_messages_on_cloud_api` of the account. */
  readonly marketingDisabled?: boolean
}

/** Why Meta would not send this template to this recipient now, whatever its values; undefined: it is not there. */
export function checkUse(
  found: Pick<MetaTemplate, 'status' | 'template'> | undefined,
  { numbered, marketingDisabled }: UseFacts,
): Finding[] {
  if (!found || found.status === 'DELETED') return [amiss('template_missing', 'name')]
  const { status, template } = found
  if (status === 'PAUSED') return [amiss('template_paused', 'name')]
  if (status === 'DISABLED') return [amiss('template_disabled', 'name')]
  if (!isSendable(status)) return [amiss('template_unapproved', 'name', statusInSentence(status))]
  if (marketingDisabled && template.category === 'MARKETING') return [amiss('marketing_disabled', 'name')]
  const carriesCode = template.category === 'AUTHENTICATION'
  return carriesCode && !numbered ? [amiss('recipient_unnumbered', 'to')] : []
}
