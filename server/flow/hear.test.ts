import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Loose, openRig, phoneOf, type Rig, until, type Visitor } from '../../test/rig.ts'
import { readRows } from '../../test/rows.ts'
import { take } from '../../test/stage.ts'
import { flowFile, messagesOf, onlyChat, saidTo, stillAfter } from '../../test/team.ts'

const SECOND = 1000
/** A question with a time limit: it waits for an answer and for its alarm. */
const ASK = flowFile(
  'Tanya',
  { keywords: ['tanya'] },
  {
    ask: {
      kind: 'question',
      text: 'Siapa nama Kakak?',
      answer: 'text',
      field: 'nama',
      timeout: { amount: 10, unit: 'minute' },
      next: { answered: 'thanks', timeout: 'late' },
    },
    thanks: { kind: 'message', text: 'Salam kenal.' },
    late: { kind: 'message', text: 'Sampai lain kali!' },
  },
)
const OTHER = flowFile('Lain', { fallback: true }, { hello: { kind: 'message', text: 'Ini bot lain.' } })

test('a run of a bot that was taken off the number does not speak when its alarm rings', async () => {
  await using rig = await openRig()
  const { owner, phone, numberId } = await asked(rig)
  await take(owner, 'POST', `/api/numbers/${numberId}/unlink`, { confirm: 'UNLINK' })
  await phone.control('POST', '/clock', { advance: 11 * 60 * SECOND })
  await until('the run is over', () => noRun(rig))
  await stillAfter(300, async () => assert.ok(!(await saidTo(phone)).includes('Sampai lain kali!')))
})

test('after another bot was linked an answer goes to that one, not to the run of the former', async () => {
  await using rig = await openRig()
  const { owner, phone, numberId } = await asked(rig)
  const bot = await take(owner, 'POST', '/api/bots', { name: 'Bot lain' })
  await publish(owner, OTHER, bot.id)
  await take(owner, 'POST', `/api/numbers/${numberId}/unlink`, { confirm: 'UNLINK' })
  await take(owner, 'POST', `/api/numbers/${numberId}/link`, { botId: bot.id, confirm: 'LINK' })
  await phone.text('Budi')
  await phone.hears('Ini bot lain.')
  assert.ok(!(await saidTo(phone)).includes('Salam kenal.'))
  await phone.control('POST', '/clock', { advance: 11 * 60 * SECOND })
  await stillAfter(300, async () => assert.ok(!(await saidTo(phone)).includes('Sampai lain kali!')))
})

test('a run of a flow that was deleted goes on while its bot has the number', async () => {
  await using rig = await openRig()
  const { owner, phone, flowId } = await asked(rig)
  assert.equal((await owner.call('DELETE', `/api/flows/${flowId}`)).status, 200)
  await phone.text('Budi')
  await phone.hears('Salam kenal.')
  const chat = await onlyChat(owner)
  assert.ok((await messagesOf(owner, chat.id)).some(({ draft }) => draft?.text === 'Salam kenal.'))
})

/** A customer stands in the question. */
async function asked(rig: Rig) {
  const owner = rig.visitor()
  await owner.call('POST', '/api/demo', {})
  const flowId = await publish(owner, ASK)
  const phone = await phoneOf(rig, owner)
  const { body } = await owner.call('GET', '/api/channel')
  const number = body.numbers.find(({ graphId }: Loose) => graphId === phone.numberId)
  await phone.text('tanya')
  await phone.hears('Siapa nama Kakak?')
  return { owner, phone, flowId, numberId: number.id }
}

async function publish(owner: Visitor, file: unknown, botId?: string): Promise<string> {
  const { flow } = await take(owner, 'POST', '/api/flows/import', { file, ...(botId ? { botId } : {}) })
  await take(owner, 'POST', `/api/flows/${flow.id}/publish`, {})
  return flow.id
}

async function noRun(rig: Rig): Promise<boolean> {
  return (await readRows(rig.database, 'select 1 from run')).length === 0
}
