import { isObject } from '#core/base/json.ts'
import { idAt, listAt, objectAt } from '#core/whatsapp/read.ts'
import { NEEDED_SCOPES } from '#core/whatsapp/token.ts'

/** What a 360dialog key opens: one number of one account. */
type KeyFacts = { readonly wabaId: string; readonly numberId: string }

/** The answer of `health_status`, which names the parts of a sending: number, account, business (360dialog: health status). */
export function decodeHealth(body: unknown): KeyFacts | null {
  if (!isObject(body)) return null
  const entities = listAt(objectAt(body, 'health_status') ?? {}, 'entities') ?? []
  const idOf = (kind: string) => {
    const entity = entities.filter(isObject).find((one) => one.entity_type === kind)
    return entity && idAt(entity, 'id')
  }
  const numberId = idOf('PHONE_NUMBER') ?? idAt(body, 'id')
  const wabaId = idOf('WABA')
  return numberId && wabaId ? { wabaId, numberId } : null
}

/** The one number of the key as Graph lists the numbers of an account. */
export function hearHealthNumbers(body: unknown): unknown {
  const facts = decodeHealth(body)
  return facts && isObject(body) ? { data: [{ ...body, id: facts.numberId }] } : body
}

/** A key that answers is valid, does not expire, and may do what the product needs. */
export function hearHealthKey(body: unknown): unknown {
  return decodeHealth(body)
    ? { data: { is_valid: true, app_id: '', expires_at: 0, scopes: NEEDED_SCOPES } }
    : body
}

/** The account of the key, if it is the one that is asked for. */
export function hearHealthAccount(body: unknown, wabaId: string): unknown {
  const facts = decodeHealth(body)
  if (facts?.wabaId === wabaId) return { id: wabaId, name: '' }
  return { error: { code: 100, message: `The key opens the account ${facts?.wabaId ?? '?'}` } }
}
