import type { Rule } from '#core/policy/facts.ts'
import { toCategory } from '#core/policy/template.ts'

/** Meta: a number does not write to itself (error 131021). */
export const recipientOther: Rule = {
  id: 'recipient.other',
  concerns: (_, { isSelf }) => isSelf !== undefined,
  facts: ({ isSelf }) => ({ isSelf: isSelf ?? null }),
  objects: (_, { isSelf }) =>
    isSelf ? { code: 'recipient-is-sender', remedy: { kind: 'fix', ask: 'builder-mends-recipient' } } : null,
}

/** Meta: one-time passwords go to a phone number, never to a business-scoped id (error 131062). */
export const recipientNumbered: Rule = {
  id: 'recipient.numbered',
  concerns: (draft, { template, isNumbered }) =>
    draft.kind === 'template' &&
    isNumbered !== undefined &&
    Boolean(template) &&
    toCategory(template?.category ?? '') === 'authentication',
  facts: ({ isNumbered }) => ({ isNumbered: isNumbered ?? null }),
  objects: (_, { isNumbered }) =>
    isNumbered === false
      ? { code: 'recipient-unnumbered', remedy: { kind: 'fix', ask: 'customer-shares-number' } }
      : null,
}

/** Meta: an account may switch marketing off on the Cloud API (`disable_marketing_messages_on_cloud_api`, error 131063). */
export const marketingAllowed: Rule = {
  id: 'marketing.allowed',
  concerns: (draft, { template, account }) =>
    draft.kind === 'template' &&
    account?.isMarketingOff !== undefined &&
    Boolean(template) &&
    toCategory(template?.category ?? '') === 'marketing',
  facts: ({ account }) => ({ marketingOff: account?.isMarketingOff ?? null }),
  objects: (_, { account }) =>
    account?.isMarketingOff
      ? { code: 'marketing-off', remedy: { kind: 'fix', ask: 'owner-allows-marketing' } }
      : null,
}
