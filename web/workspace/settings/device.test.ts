import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deviceName } from '#web/workspace/settings/device.ts'

test('a device is called by its browser and its system', () => {
  const like = 'AppleWebKit/537.36 (KHTML, like Gecko)'
  const cases: [string, string][] = [
    [
      `Mozilla/5.0 (Linux; Android 15; SM-A556E) ${like} Chrome/140.0.0.0 Mobile Safari/537.36`,
      'Chrome, Android',
    ],
    [
      `Mozilla/5.0 (Linux; Android 14; SM-A155F) ${like} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`,
      'Samsung Internet, Android',
    ],
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${like} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`,
      'Edge, Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
      'Safari, iPhone',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0', 'Firefox, Linux'],
    ['node', ''],
    ['', ''],
  ]
  for (const [agent, name] of cases) assert.equal(deviceName(agent), name, agent)
})
