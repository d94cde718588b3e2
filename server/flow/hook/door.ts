import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { parseJson } from '#core/base/json.ts'
import { refuse } from '#core/base/refusal.ts'
import { MINUTE, SECOND } from '#core/base/time.ts'
import type { Occurrence } from '#core/flow/event.ts'
import { HOOK_BYTES_MAX, HOOK_CALLS_PER_MINUTE, type HookOutcome, readCall } from '#core/flow/hook.ts'
import type { Bus } from '#server/base/bus.ts'
import { cleanInput, TooDeep } from '#server/base/clean.ts'
import type { Db } from '#server/base/db.ts'
import { emit } from '#server/base/events.ts'
import { rateLimited } from '#server/base/metrics.ts'
import { callerLanguage, sendRefusal } from '#server/base/problem.ts'
import { sql } from '#server/base/sql.ts'
import { type CalledHook, type HookKey, hookByKey, isFirst, readHookKey } from '#server/flow/hook/store.ts'

type Parts = { readonly db: Db; readonly bus: Bus }

/**
 * The door of flows' own webhooks: `POST /hooks/<key>` with a JSON body. What came is written down, with the happening for the desk,
 * before it is answered. With the header `Idempotency-Key` (IETF draft-ietf-httpapi-idempotency-key-header) a call that was accepted is
 * answered the same for a day, and does nothing more. 200 `{ outcome }` stored; 404 no such address; 413 too large; 422 no JSON; 429 too many in a minute.
 */
export function serveHooks(app: FastifyInstance, parts: Parts): void {
  const isTooMany = openLimit()
  app.register(async (door) => {
    door.removeAllContentTypeParsers()
    door.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
    door.post('/hooks/:key', { bodyLimit: HOOK_BYTES_MAX }, async (request, reply) => {
      const { key: part } = request.params as { key: string }
      const key = readHookKey(part)
      const hook = key && (await hookByKey(parts.db, key))
      if (!key || !hook) return sendRefusal(reply, refuse('not-found'), callerLanguage(request))
      if (isTooMany(part)) {
        reply.header('retry-after', MINUTE / SECOND)
        rateLimited('/hooks')
        return sendRefusal(reply, refuse('too-many', { seconds: MINUTE / SECOND }), callerLanguage(request))
      }
      return await receive(request, reply, parts, { key, hook })
    })
  })
}

type Called = { readonly key: HookKey; readonly hook: CalledHook }

async function receive(
  request: FastifyRequest,
  reply: FastifyReply,
  { db, bus }: Parts,
  { key, hook }: Called,
) {
  const { workspaceId } = key
  const body = readBody(request.body)
  const call = body === undefined ? null : readCall(hook.mapping, body)
  const outcome = outcomeOf(hook, body, call)
  await db.tx('hook', async (tx) => {
    if (outcome === 'accepted' && !(await isFirst(tx, key, hook.flow_id, request.headers['idempotency-key'])))
      return
    await tx.run(sql`
      update flow_hook set sample = ${JSON.stringify(body ?? null)}, outcome = ${outcome}, called_at = now(), calls = calls + 1
      where workspace_id = ${workspaceId} and flow_id = ${hook.flow_id}`)
    if (outcome === 'accepted' && call) {
      const { phone, name, fields } = call
      const occurrence: Occurrence = {
        event: { kind: 'hook', flow: hook.flow_id },
        depth: 0,
        person: { ...(name === '' ? {} : { name }), fields },
      }
      await tx.run(sql`
        insert into inbox (workspace_id, contact_key, phone_number_id, kind, at, payload)
        values (${workspaceId}, ${`wa:${phone}`}, ${hook.number}, 'event',
          now() + coalesce((select clock_offset from channel where workspace_id = ${workspaceId} and connected), 0)
            * interval '1 millisecond', ${JSON.stringify(occurrence)})`)
    }
    await emit(tx, workspaceId, [{ kind: 'flow.changed', ids: [hook.flow_id] }])
  })
  bus.call('live', workspaceId)
  if (outcome === 'accepted') bus.call('inbox', workspaceId)
  if (outcome !== 'not-json') return reply.code(200).send({ outcome })
  const no = refuse('bad-input', { field: 'body', reason: 'JSON' })
  return sendRefusal(reply, no, callerLanguage(request))
}

function outcomeOf(hook: CalledHook, body: unknown, call: object | null): HookOutcome {
  if (body === undefined) return 'not-json'
  if (!hook.live) return 'not-live'
  if (hook.number === null) return 'no-number'
  return call ? 'accepted' : 'no-phone'
}

/** Undefined when it is no JSON, or nested deeper than anything is kept. */
function readBody(raw: unknown): unknown {
  if (typeof raw !== 'string') return undefined
  try {
    return cleanInput(parseJson(raw))
  } catch (error) {
    if (error instanceof TooDeep) return undefined
    throw error
  }
}

const HOOKS_MAX = 10_000

/** Counts the calls of each address in the present minute. */
function openLimit(): (key: string) => boolean {
  let minute = 0
  const counts = new Map<string, number>()
  return (key) => {
    const present = Math.floor(performance.now() / MINUTE)
    if (present !== minute || counts.size >= HOOKS_MAX) counts.clear()
    minute = present
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    return count > HOOK_CALLS_PER_MINUTE
  }
}
