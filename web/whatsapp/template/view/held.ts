import type { TemplateView } from '#core/whatsapp/template/api.ts'
import { isSendable } from '#core/whatsapp/template/state.ts'

/** Whether something live sends a template that Meta does not let go. */
export function isHeld({ status, uses }: Pick<TemplateView, 'status' | 'uses'>): boolean {
  return !isSendable(status) && uses.some(({ live }) => live)
}
