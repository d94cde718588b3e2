import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hmacSha256Hex, parseKey } from '#server/base/secret.ts'
import type { Loose, Rig } from '../test/rig.ts'
import { tellOddities } from './screens-kinds.ts'
import type { Shot } from './screens-shot.ts'

/** Accounts that stand at the later steps of the wizard, in a simulated world that is connected by hand. */
export async function halfConnected(rig: Rig): Promise<Shot[]> {
  const at = async (steps: readonly string[], odd = false) => {
    const who = rig.visitor()
    await who.call('POST', '/api/demo', {})
    await who.call('POST', '/api/channel/disconnect', { confirm: 'PUTUSKAN' })
    const world = await newWorld(rig)
    await who.call('POST', '/api/channel', {
      ...{ graphUrl: world.graphUrl, wabaId: world.wabaId, appId: world.appId, token: world.token },
      ...{ appSecret: world.appSecret, verifyToken: 'token-verifikasi-kopi' },
    })
    for (const step of steps) await who.call('POST', step, {})
    if (odd) await tellOddities(who, world)
    return who
  }
  return [
    {
      name: 'channels-doctor',
      path: '/channels',
      who: await at(['/api/channel/subscribe', '/api/numbers/sync', '/api/channel/doctor']),
      act: (page) => page.getByRole('button', { name: /^(Tampilkan semua|Show every)/ }).click(),
    },
    {
      name: 'channels-aside',
      path: '/channels',
      who: await at(['/api/channel/subscribe', '/api/numbers/sync'], true),
      act: (page) => page.getByText(/^(Kabar yang disisihkan|News set aside)$/).scrollIntoViewIfNeeded(),
    },
    { name: 'channels-webhook', path: '/channels', who: await at([]) },
    {
      name: 'channels-numbers',
      path: '/channels',
      who: await at(['/api/channel/subscribe', '/api/numbers/sync']),
    },
  ]
}

async function newWorld(rig: Rig): Promise<Loose> {
  const master = parseKey(readFileSync(join(rig.dataDir, 'secret.key'), 'utf8').trim())
  const key = hmacSha256Hex(master?.toString('base64') ?? '', 'simulator')
  const answer = await fetch(`${rig.url}/sim/worlds`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-admin-key': key },
    body: JSON.stringify({ name: 'Kopi Senja' }),
  })
  return await answer.json()
}
