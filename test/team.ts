import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Loose, type Phone, phoneOf, type Rig, type Visitor } from './rig.ts'

/** What a team does over HTTP, for journeys that are about something else. */

/** A demo workspace whose first customer has said “halo” and was greeted. */
export async function openDemo(rig: Rig): Promise<{ readonly owner: Visitor; readonly phone: Phone }> {
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const phone = await phoneOf(rig, owner)
  await phone.text('halo')
  await phone.hears('Kopi Senja')
  return { owner, phone }
}

/** Imports a flow into the oldest bot and publishes it; gives its id. */
export async function publishFlow(owner: Visitor, file: unknown): Promise<string> {
  const imported = await owner.call('POST', '/api/flows/import', { file })
  assert.equal(imported.status, 200, JSON.stringify(imported.body))
  const { id } = imported.body.flow
  const published = await owner.call('POST', `/api/flows/${id}/publish`, {})
  assert.equal(published.status, 200, JSON.stringify(published.body))
  return id
}

/** A flow file of these steps; the start leads to the step named first. */
export function flowFile(name: string, start: Loose, nodes: Readonly<Record<string, Loose>>): Loose {
  const [first] = Object.keys(nodes)
  const begin = { kind: 'start', next: { next: first }, ...start }
  return {
    wetalk: 'flow',
    format: 1,
    name,
    definition: { format: 1, start: 'start', nodes: { start: begin, ...nodes } },
  }
}

/** The chat that is there, and that it is the only one. */
export async function onlyChat(owner: Visitor): Promise<Loose> {
  const { body } = await owner.call('GET', '/api/chats')
  assert.equal(body.items.length, 1)
  return body.items[0]
}

export async function chatNow(owner: Visitor, id: string): Promise<Loose> {
  return (await owner.call('GET', `/api/chats/${id}`)).body
}

/** Newest first. */
export async function messagesOf(owner: Visitor, chatId: string): Promise<Loose[]> {
  return (await owner.call('GET', `/api/chats/${chatId}/messages?limit=100`)).body.items
}

/** Newest first. */
export async function traceOf(owner: Visitor, chatId: string): Promise<Loose[]> {
  return (await owner.call('GET', `/api/chats/${chatId}/trace`)).body.items
}

/** What the business said, oldest first, as the phone shows it. */
export async function saidTo(phone: Phone): Promise<string[]> {
  const { bubbles } = await phone.thread()
  return bubbles.filter(({ from }) => from === 'business').map(({ content }) => content.text)
}

/** For what must NOT happen: gives it the time in which it would have. */
export async function stillAfter(ms: number, holds: () => Promise<void>): Promise<void> {
  await sleep(ms)
  await holds()
}

/**
 * A call that was under way in a killed process may have gone out or not; it is sent again only when later messages of
 * the number are reported as sent and it is not. So somebody goes on talking.
 */
export async function whileOneTalks(
  talker: Phone,
  text: string,
  work: () => Promise<unknown>,
): Promise<void> {
  const over = new AbortController()
  const talking = (async () => {
    while (!over.signal.aborted) {
      await talker.text(text)
      await sleep(500)
    }
  })()
  await work().finally(() => over.abort())
  await talking
}
