import assert from 'node:assert/strict'
import { get } from 'node:http'
import { test } from 'node:test'
import { embeddedConnection, startEmbedded } from '#server/base/embedded.ts'
import { ownFolder, startProgram } from './program.ts'
import { freePort, openRig, until } from './rig.ts'
import { timeOf } from './time.ts'

test('a second process that would simulate in the same data folder says what to do, and the first goes on', async () => {
  await using rig = await openRig()
  const second = { ...rig.env, PORT: String(await freePort()) }
  const program = startProgram(['server/main.ts'], second)
  assert.equal(await program.ended, 1)
  const said = program.output()
  assert.match(said, /Simulator di .+ sedang dipakai proses lain\. .*SIMULATOR=off.*DATA_DIR/)
  assert.match(said, /The simulator in .+ is in use by another process\. .*SIMULATOR=off.*DATA_DIR/)
  assert.doesNotMatch(said, /\n {4}at |StateTaken/, 'no stack trace')
  assert.equal((await fetch(`${rig.url}/health/ready`)).status, 200)

  const quiet = startProgram(['server/main.ts'], { ...second, SIMULATOR: 'off', LOG_LEVEL: 'info' })
  await until('the second one runs without a simulator', async () => quiet.output().includes('is ready at'))
  assert.equal(await quiet.stop(), 0)
})

test('a program that is told to stop while it starts ends in order, and leaves no database server behind', async () => {
  await using folder = await ownFolder('early-stop')
  const env = { DATA_DIR: folder.path, PORT: String(await freePort()), SIMULATOR: 'off' }
  const program = startProgram(['server/main.ts'], env)
  await until('its database is there', async () => embeddedConnection(folder.path))
  try {
    assert.equal(await program.stop(), 0)
    assert.equal(embeddedConnection(folder.path), undefined)
  } finally {
    if (embeddedConnection(folder.path)) await (await startEmbedded({ dir: folder.path })).stop()
  }
})

test('the house stops although somebody watches the simulator and never looks away', async () => {
  const rig = await openRig()
  const owner = rig.visitor()
  assert.equal((await owner.call('POST', '/api/demo', {})).status, 200)
  const { world } = (await owner.call('GET', '/api/simulator')).body
  const watching = await new Promise<number | undefined>((resolve, reject) => {
    get(`${rig.url}${world.url}/worlds/${world.id}/live?key=${world.key}`, (response) => {
      response.on('error', () => undefined) // it is cut off at the end
      response.resume()
      resolve(response.statusCode)
    }).on('error', reject)
  })
  assert.equal(watching, 200)
  const took = await timeOf(() => rig.house.close())
  await rig[Symbol.asyncDispose]()
  assert.ok(took < 6000, `${took} ms`)
})
