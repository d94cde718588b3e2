import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as metrics from '#server/base/metrics.ts'

test('metrics print what was counted, in the form Prometheus reads', async () => {
  metrics.roundTrip('desk')
  metrics.roundTrip('desk', 2)
  metrics.graphAnswered('messages', 0, 250)
  metrics.inboxOldest(1500)
  const text = await metrics.metricsText()
  assert.match(text, /^db_round_trips_total\{layer="desk"\} 3$/m)
  assert.match(text, /^graph_request_seconds_count\{endpoint="messages",status="none"\} 1$/m)
  assert.match(text, /^inbox_oldest_seconds 1.5$/m)
})

test('watching the process shows its memory, its work and how long others had to wait', async () => {
  metrics.watchProcess()
  metrics.watchProcess()
  const text = await metrics.metricsText()
  assert.match(text, /^event_loop_delay_seconds \d/m)
  assert.match(text, /^rss_bytes [1-9]\d+$/m)
  assert.match(text, /^cpu_seconds \d/m)
})
