import type { Language } from '#core/base/language.ts'
import { refuse } from '#core/base/refusal.ts'
import { isFilledUrl } from '#core/flow/http/address.ts'
import { httpApi, type Tried } from '#core/flow/http/api.ts'
import { callOf } from '#core/flow/http/fill.ts'
import type { Known } from '#core/flow/person.ts'
import type { OutboundDoor } from '#server/base/fetch.ts'
import { on } from '#server/base/http.ts'
import { newId } from '#server/base/id.ts'
import { askOutside } from '#server/flow/http/ask.ts'
import { dropSecret, listSecrets, putSecret, SECRETS_MAX, secretsOf } from '#server/flow/http/secrets.ts'
import type { FlowParts } from '#server/flow/routes/change.ts'
import type { Keys } from '#server/whatsapp/keys.ts'

export type HttpParts = FlowParts & { readonly userDoor: OutboundDoor; readonly keys: Keys }

/** As much of an answer as a person reads. */
const SHOWN_MAX = 20_000
/** Requests of one workspace that may be tried at the same time. */
const TRIES_MAX = 2

/** Requests to other servers: the secrets that they carry, and trying one. */
export function httpRoutes({ http, userDoor: door, keys }: HttpParts) {
  const trying = new Map<string, number>()
  return {
    secrets: on(httpApi.secrets, async (_, { seat: { workspaceId } }) => {
      const rows = await http.tenant(workspaceId, (tx) => listSecrets(tx, workspaceId))
      return rows.map(({ name, updated_at }) => ({ name, updatedAt: updated_at }))
    }),
    putSecret: on(httpApi.putSecret, async ({ name, value }, { seat: { workspaceId } }) => {
      const kept = await http.tenant(workspaceId, async (tx) => {
        const sealed = await keys.seal(tx, workspaceId, value)
        return await putSecret(tx, workspaceId, { name, sealed })
      })
      return kept
        ? { done: true as const }
        : refuse('bad-input', { field: 'name', reason: `max ${SECRETS_MAX}` })
    }),
    removeSecret: on(httpApi.removeSecret, async ({ name }, { seat: { workspaceId } }) => {
      const gone = await http.tenant(workspaceId, (tx) => dropSecret(tx, workspaceId, name))
      return gone ? { done: true as const } : refuse('not-found')
    }),
    tryRequest: on(httpApi.tryRequest, async ({ request, samples }, { seat: { workspaceId }, language }) => {
      const call = callOf(request, sampleOf(samples, language))
      if (!isFilledUrl(request.url, call.url))
        return refuse('bad-input', { field: 'request.url', reason: 'not an address' })
      const under = trying.get(workspaceId) ?? 0
      if (under >= TRIES_MAX) return refuse('too-many', { seconds: 5 })
      trying.set(workspaceId, under + 1)
      try {
        const openSecrets = (names: readonly string[]) =>
          http.tenant(workspaceId, (tx) => secretsOf(tx, workspaceId, keys)(names))
        const { reply, body } = await askOutside(call, newId(), { door, openSecrets })
        const { result, status, ms, reason = null, fields } = reply
        return {
          result,
          status,
          ms,
          reason,
          fields,
          body: body.slice(0, SHOWN_MAX).toWellFormed(),
        } satisfies Tried
      } finally {
        const left = (trying.get(workspaceId) ?? 1) - 1
        if (left > 0) trying.set(workspaceId, left)
        else trying.delete(workspaceId)
      }
    }),
  }
}

/** Somebody with these values. */
function sampleOf(samples: Readonly<Record<string, string>>, language: Language): Known {
  const { name = '', phone = '', workspace_name = '', ...fields } = samples
  return {
    now: 0,
    person: { name, phone, fields, tags: [], lastInboundAt: null },
    workspace: { name: workspace_name, zone: 'UTC', language },
  }
}
