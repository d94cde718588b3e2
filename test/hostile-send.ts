import { setTimeout as sleep } from 'node:timers/promises'
import { bodyOf, type Send, signHeaders, type Vars } from './hostile.ts'
import { type Heard, speak } from './wire.ts'

/** How a case is carried out beyond its bytes. */
export type Sending = Send & {
  readonly repeat?: number
  readonly content_length_delta?: number
  readonly byte_delay_ms?: number
}
export type Step = {
  readonly send?: Sending
  readonly parallel?: number
  readonly wait_ms?: number
}

const PATIENCE_MS = 20_000

/** The steps of a case, one after the other; a step in parallel at once. */
export async function carryOut(url: string, steps: readonly Step[], vars: Vars): Promise<Heard[]> {
  const heard: Heard[] = []
  for (const { send, parallel = 1, wait_ms } of steps) {
    if (wait_ms) await sleep(Math.min(wait_ms, 300))
    if (!send) continue
    for (let round = 0; round < (send.repeat ?? 1); round++) {
      const sent = Array.from({ length: parallel }, (_, index) => sendOne(url, send, vars, { index }))
      heard.push(...(await Promise.all(sent)))
    }
  }
  return heard
}

export function sendOne(
  url: string,
  send: Sending,
  vars: Vars,
  at: { readonly index?: number; readonly patienceMs?: number } = {},
): Promise<Heard> {
  const { index = 0, patienceMs = PATIENCE_MS } = at
  const body = bodyOf(send, vars, index)
  const { sent, headers, query } = signHeaders(send, body, vars)
  const given = Object.entries(send.headers ?? {})
  const named = new Map<string, string>([['content-type', 'application/json']])
  for (const [name, value] of given) {
    if (value === null) named.delete(name)
    else named.set(name, value)
  }
  const fill = (text: string) =>
    text.replace(/\{\{([A-Z_0-9]+)\}\}/g, (whole, key: string) => vars[key] ?? whole)
  const asked = fill(send.query ?? query ?? '').replace(/\{\{A_(\d+)\}\}/g, (_, times) =>
    'A'.repeat(Number(times)),
  )
  return speak(url, {
    method: send.method ?? 'POST',
    path: `${fill(send.path ?? '{{WEBHOOK_PATH}}')}${asked ? `?${asked}` : ''}`,
    headers: [...named, ...headers],
    body: sent,
    patienceMs,
    ...(send.content_length_delta ? { lengthDelta: send.content_length_delta } : {}),
    ...(send.byte_delay_ms ? { byteDelayMs: send.byte_delay_ms } : {}),
    ...('abort_after_ms' in send ? { abortAfterMs: Number(send.abort_after_ms) } : {}),
  })
}
