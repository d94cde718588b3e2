import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

/** Its own: what other tests of this process bring about is counted elsewhere. */
const metrics: typeof import('#server/base/metrics.ts') = await import(
  import.meta.resolve('#server/base/metrics.ts?apart')
)

test('metrics print what was counted, in the form Prometheus reads', async () => {
  metrics.webhookReceived('message', 3)
  metrics.roundTrip('desk')
  metrics.roundTrip('desk', 2)
  metrics.httpAnswered('/api/chats', 204, 10)
  metrics.graphAnswered('messages', 0, 250)
  metrics.inboxOldest(1500)
  const text = await metrics.metricsText()
  assert.match(text, /^webhook_received_total\{kind="message"\} 3$/m)
  assert.match(text, /^db_round_trips_total\{layer="desk"\} 3$/m)
  assert.match(text, /^http_request_seconds_bucket\{le="0.01",route="\/api\/chats",status="2xx"\} 1$/m)
  assert.match(text, /^graph_request_seconds_count\{endpoint="messages",status="none"\} 1$/m)
  assert.match(text, /^inbox_oldest_seconds 1.5$/m)
})

test('no figure is shown that nobody counts: an alarm on it would never ring', () => {
  const files = globSync('server/**/*.ts').filter((file) => !/metrics(\.test)?\.ts$/.test(file))
  const program = files.map((file) => readFileSync(file, 'utf8')).join('\n')
  const silent = Object.keys(metrics).filter((name) => !new RegExp(`\\b${name}\\b(?!.*from ')`).test(program))
  assert.deepEqual(silent, [])
})

test('every figure that the operator is told to look at is shown', async () => {
  const told = readFileSync('docs/operations.md', 'utf8').matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)
  const named = [...told].map(([, name = '']) => name).filter((name) => name !== 'wetalk_new')
  const text = await metrics.metricsText()
  assert.ok(named.length > 5)
  assert.deepEqual(
    named.filter((name) => !text.includes(`# TYPE ${name} `)),
    [],
  )
})

test('watching the process shows its memory, its work and how long others had to wait', async () => {
  metrics.watchProcess()
  metrics.watchProcess()
  const text = await metrics.metricsText()
  assert.match(text, /^event_loop_delay_seconds \d/m)
  assert.match(text, /^rss_bytes [1-9]\d+$/m)
  assert.match(text, /^cpu_seconds \d/m)
})
