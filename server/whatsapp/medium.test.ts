import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DoorFailure } from '#server/base/door-failure.ts'
import type { Door } from '#server/base/fetch.ts'
import { fetchMedium } from '#server/whatsapp/graph.ts'

const LIMITS = { timeoutMs: 1000, bytesMax: 1000 }

async function visits(base: string, url: string): Promise<string> {
  const asked: string[] = []
  const door: Door = async (request) => {
    asked.push(request.url)
    return { status: 200, headers: {}, body: Buffer.alloc(0) }
  }
  const graph = { door, provider: 'meta' as const, base, version: 'v25.0', token: 'EAAtoken' }
  try {
    await fetchMedium(graph, url, LIMITS)
  } catch (error) {
    assert(error instanceof DoorFailure)
    assert.deepEqual(asked, [])
    return error.failure
  }
  return 'visited'
}

test('an endpoint of the world leads us to no address that only we may visit, and takes no token there', async () => {
  const world = 'https://graph.facebook.com'
  assert.equal(
    await visits(world, 'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1'),
    'visited',
  )
  for (const url of [
    'http://127.0.0.1:4000/metrics',
    'http://169.254.169.254/latest',
    'http://localhost/x',
    'file:///x',
  ])
    assert.equal(await visits(world, url), 'forbidden', url)
})

test('an endpoint within, as the simulator, hands out media at its own address alone', async () => {
  const within = 'http://127.0.0.1:4000/sim/graph'
  assert.equal(await visits(within, 'http://127.0.0.1:4000/sim/media/1'), 'visited')
  assert.equal(await visits(within, 'http://127.0.0.1:9000/'), 'forbidden')
})
