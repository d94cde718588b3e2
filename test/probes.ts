import { api } from '#core/api.ts'
import type { Allow, EndpointMeta } from '#core/base/endpoint.ts'
import { uuidv7 } from '#core/base/id.ts'
import { sampleFlow } from '#core/flow/sample.ts'
import { starterTemplate } from '#core/whatsapp/template/intent/starter.ts'
import { cardOf, fileOf, setAside } from './belongings.ts'
import { type Loose, until, type Visitor } from './rig.ts'
import { type Shop, type Stage, take } from './stage.ts'

export type Route = {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly allow: Allow
}
/** Everything that a workspace has and that an id names. */
const KINDS = [
  'chat',
  'message',
  'contact',
  'flow',
  'version',
  'bot',
  'number',
  'file',
  'member',
  'invitation',
  'workspace',
  'quarantine',
  'card',
  'template',
  'test',
  'thread',
  'comment',
  'broadcast',
  'sequence',
  'team',
  'segment',
  'canned',
] as const
export type Ids = Readonly<Record<(typeof KINDS)[number], string>>
type Probe = { readonly path?: Readonly<Record<string, string>>; readonly body?: unknown }

/** The contract as data: a procedure knows its route and who may call it. */
export const routes: readonly Route[] = Object.entries(api).flatMap(([noun, procedures]) =>
  Object.entries(procedures).map(([name, procedure]) => {
    const { route, meta } = (procedure as Loose)['~orpc']
    const { allow } = meta as EndpointMeta
    return { name: `${noun}.${name}`, method: String(route.method), path: String(route.path), allow }
  }),
)

const draft = { kind: 'text', text: 'halo' }
const file = sampleFlow('id')
const template = starterTemplate('SHIPPING_UPDATE', 'id')
const { definition, layout } = file
const script = { name: 'Tes', steps: [{ says: 'halo' }] }
const rule = { match: 'all', rules: [{ fact: 'tag', tag: 'vip', is: 'has' }] }
const profile = { about: '', address: '', description: '', email: '', websites: [], vertical: 'OTHER' }
/**
 * One well-formed request per route, made of the ids of a workspace. A new route without a line here fails the first
 * test: whoever adds one says how it is knocked at.
 */
export const PROBES: Readonly<Record<string, (ids: Ids) => Probe>> = {
  'workspace.instance': () => ({}),
  'workspace.demo': () => ({ body: {} }),
  'workspace.signUp': () => ({ body: {} }),
  'workspace.signIn': () => ({ body: {} }),
  'workspace.signOut': () => ({ body: {} }),
  'workspace.forgotPassword': () => ({ body: {} }),
  'workspace.resetPassword': () => ({ body: {} }),
  'workspace.me': () => ({}),
  'workspace.changeEmail': () => ({ body: { email: 'lain@lain.example', password: 'bukan-ini' } }),
  'workspace.confirmEmail': () => ({ body: {} }),
  'workspace.changePassword': () => ({ body: { current: 'bukan-ini', password: 'sandi-lain-tak-lazim-5' } }),
  'workspace.sessions': () => ({}),
  'workspace.signOutOthers': () => ({ body: {} }),
  'workspace.invitation': (ids) => ({ path: { id: ids.invitation } }),
  'workspace.leave': () => ({ body: {} }),
  'workspace.updateMe': () => ({ body: { name: 'Rina Dewi' } }),
  'workspace.createWorkspace': () => ({ body: { name: 'Baru' } }),
  'workspace.switchWorkspace': (ids) => ({ path: { id: ids.workspace }, body: {} }),
  'workspace.updateWorkspace': () => ({ body: {} }),
  'workspace.members': () => ({}),
  'workspace.invite': () => ({ body: { email: 'tamu@shop.example', role: 'agent' } }),
  'workspace.revokeInvitation': (ids) => ({ path: { id: ids.invitation } }),
  'workspace.acceptInvitation': (ids) => ({ path: { id: ids.invitation }, body: {} }),
  'workspace.setRole': (ids) => ({ path: { id: ids.member }, body: { role: 'agent' } }),
  'workspace.removeMember': (ids) => ({ path: { id: ids.member } }),
  'workspace.setAway': () => ({ body: { away: false } }),
  'workspace.memberUses': (ids) => ({ path: { id: ids.member } }),
  'workspace.ownWhatsapp': () => ({}),
  'workspace.linkWhatsapp': () => ({ body: {} }),
  'workspace.unlinkWhatsapp': () => ({}),
  'workspace.memberNotices': () => ({}),
  'workspace.seeNotices': () => ({ body: {} }),
  'workspace.teams': () => ({}),
  'workspace.createTeam': () => ({ body: { name: 'Penjualan' } }),
  'workspace.updateTeam': (ids) => ({ path: { id: ids.team }, body: { name: 'diubah' } }),
  'workspace.removeTeam': (ids) => ({ path: { id: ids.team } }),
  'workspace.hours': () => ({}),
  'workspace.saveHours': () => ({ body: { hours: null } }),
  'broadcast.segments': () => ({}),
  'broadcast.countSegment': () => ({ body: { rule } }),
  'broadcast.createSegment': () => ({ body: { name: 'Pelanggan VIP', rule } }),
  'broadcast.updateSegment': (ids) => ({ path: { id: ids.segment }, body: { name: 'diubah' } }),
  'broadcast.removeSegment': (ids) => ({ path: { id: ids.segment } }),
  'whatsapp.channel': () => ({}),
  'whatsapp.connect': () => ({
    body: {
      graphUrl: 'https://graph.example',
      wabaId: '1',
      phoneNumberId: '1',
      token: 't',
      appSecret: 's',
      verifyToken: 'verifyverify',
    },
  }),
  'whatsapp.connectSimulator': () => ({ body: {} }),
  'whatsapp.disconnect': () => ({ body: { confirm: 'tidak' } }),
  'whatsapp.resume': () => ({ body: {} }),
  'whatsapp.simulator': () => ({}),
  'whatsapp.link': (ids) => ({ path: { id: ids.number }, body: { botId: ids.bot, confirm: 'LINK' } }),
  'whatsapp.unlink': (ids) => ({ path: { id: ids.number }, body: { confirm: 'UNLINK' } }),
  'whatsapp.subscribe': () => ({ body: {} }),
  'whatsapp.oauth': () => ({}),
  'whatsapp.startOauth': () => ({ body: {} }),
  'whatsapp.finishOauth': () => ({ body: { code: 'c', state: 's' } }),
  'whatsapp.businesses': () => ({}),
  'whatsapp.chooseNumber': () => ({ body: { wabaId: '1', phoneNumberId: '1' } }),
  'whatsapp.forgetOauth': () => ({}),
  'whatsapp.connect360dialog': () => ({
    body: { apiKey: 'kunci-api', url: 'http://127.0.0.1:9' },
  }),
  'whatsapp.renewHook': () => ({ body: {} }),
  'whatsapp.renewSecrets': () => ({ body: { token: 't' } }),
  'whatsapp.notices': () => ({}),
  'whatsapp.checkup': () => ({}),
  'whatsapp.examine': () => ({ body: {} }),
  'whatsapp.verification': () => ({}),
  'whatsapp.tickVerification': () => ({ path: { step: 'approved' }, body: { done: true } }),
  'whatsapp.numbers': () => ({}),
  'whatsapp.syncNumbers': () => ({ body: {} }),
  'whatsapp.useNumber': (ids) => ({ path: { id: ids.number }, body: { used: true } }),
  'whatsapp.addNumber': () => ({ body: { country: '62', phone: '8110000', name: 'Toko' } }),
  'whatsapp.requestCode': (ids) => ({ path: { id: ids.number }, body: { by: 'SMS', language: 'id' } }),
  'whatsapp.verifyCode': (ids) => ({ path: { id: ids.number }, body: { code: '123456' } }),
  'whatsapp.registerNumber': (ids) => ({ path: { id: ids.number }, body: { pin: '123456' } }),
  'whatsapp.setPin': (ids) => ({ path: { id: ids.number }, body: { pin: '123456' } }),
  'whatsapp.recipients': (ids) => ({ path: { id: ids.number } }),
  'whatsapp.saveRecipients': (ids) => ({ path: { id: ids.number }, body: { recipients: ['6281234567890'] } }),
  'whatsapp.profile': (ids) => ({ path: { id: ids.number } }),
  'whatsapp.saveProfile': (ids) => ({ path: { id: ids.number }, body: profile }),
  'whatsapp.upload': () => ({ body: {} }),
  'template.templates': () => ({}),
  'template.blockedTemplates': () => ({}),
  'template.template': (ids) => ({ path: { id: ids.template } }),
  'template.syncTemplates': () => ({ body: {} }),
  'template.checkTemplate': () => ({ body: { template } }),
  'template.createTemplate': () => ({ body: { template } }),
  'template.saveTemplate': (ids) => ({ path: { id: ids.template }, body: { template, revision: 1 } }),
  'template.submitTemplate': (ids) => ({ path: { id: ids.template }, body: { revision: 1 } }),
  'template.discardTemplate': (ids) => ({ path: { id: ids.template }, body: { revision: 1 } }),
  'template.duplicateTemplate': (ids) => ({ path: { id: ids.template }, body: { language: 'en' } }),
  'template.deleteTemplate': (ids) => ({ path: { id: ids.template } }),
  'contact.contacts': () => ({}),
  'contact.contact': (ids) => ({ path: { id: ids.contact } }),
  'contact.updateContact': (ids) => ({ path: { id: ids.contact }, body: { name: 'diubah' } }),
  'contact.importContacts': () => ({
    body: { text: '081234567891,Orang', line: 1, heading: '081234567891,Orang', tags: ['baru'] },
  }),
  'contact.exportContacts': () => ({}),
  'contact.fields': () => ({}),
  'contact.marketingWords': () => ({}),
  'contact.saveMarketingWords': () => ({ body: { stop: ['stop'], resume: ['mulai'] } }),
  'contact.createField': () => ({ body: { key: 'kota', label: 'Kota', type: 'text' } }),
  'chat.chats': () => ({}),
  'chat.changeChats': (ids) => ({ body: { chats: [{ id: ids.chat }], become: { status: 'resolved' } } }),
  'chat.chatCounts': () => ({}),
  'chat.activity': () => ({}),
  'chat.chat': (ids) => ({ path: { id: ids.chat } }),
  'chat.messages': (ids) => ({ path: { id: ids.chat } }),
  'chat.sendMessage': (ids) => ({ path: { id: ids.chat }, body: { draft } }),
  'chat.judgeDraft': (ids) => ({ path: { id: ids.chat }, body: { draft } }),
  'chat.addNote': (ids) => ({ path: { id: ids.chat }, body: { text: 'catatan' } }),
  'chat.prices': (ids) => ({ path: { id: ids.chat } }),
  'chat.cancelMessage': (ids) => ({ path: { id: ids.message }, body: {} }),
  'chat.resolveMessage': (ids) => ({ path: { id: ids.message }, body: { as: 'again' } }),
  'chat.setBot': (ids) => ({ path: { id: ids.chat }, body: { paused: true } }),
  'chat.assign': (ids) => ({ path: { id: ids.chat }, body: { memberId: ids.member } }),
  'chat.setStatus': (ids) => ({ path: { id: ids.chat }, body: { status: 'resolved' } }),
  'chat.markRead': (ids) => ({ path: { id: ids.chat }, body: {} }),
  'chat.showTyping': (ids) => ({ path: { id: ids.chat }, body: {} }),
  'chat.saveDraft': (ids) => ({ path: { id: ids.chat }, body: { text: 'x' } }),
  'chat.trace': (ids) => ({ path: { id: ids.chat } }),
  'chat.searchMessages': () => ({}),
  'chat.cannedReplies': () => ({}),
  'chat.cannedForChat': (ids) => ({ path: { id: ids.chat } }),
  'chat.createCannedReply': () => ({ body: { name: 'alamat', text: 'Jl. Kenanga' } }),
  'chat.updateCannedReply': (ids) => ({ path: { id: ids.canned }, body: { text: 'diubah' } }),
  'chat.removeCannedReply': (ids) => ({ path: { id: ids.canned } }),
  'policy.templatePrices': () => ({}),
  'policy.limits': () => ({}),
  'flow.secrets': () => ({}),
  'flow.putSecret': () => ({ path: { name: 'kunci' }, body: { value: 'x' } }),
  'flow.removeSecret': () => ({ path: { name: 'kunci' } }),
  'flow.tryRequest': () => ({ body: { request: { url: 'https://tidak-ada.invalid/' } } }),
  'flow.botsAtWork': () => ({}),
  'policy.costs': () => ({}),
  'policy.costDays': () => ({}),
  'policy.costEntries': () => ({}),
  'policy.exportCosts': () => ({}),
  'policy.setPricing': () => ({ body: { currency: 'USD', regime: null, budget: null } }),
  'policy.cards': () => ({}),
  'policy.importCard': () => ({
    body: { currency: 'USD', effective: '2026-10-01', csv: 'Market,Marketing\nIndonesia,0.0411' },
  }),
  'policy.removeCard': (ids) => ({ path: { id: ids.card } }),
  'contact.updateField': () => ({ path: { id: 'tidak_ada' }, body: { label: 'diubah' } }),
  'flow.fieldUses': () => ({ path: { id: 'tidak_ada' } }),
  'flow.renameField': () => ({ path: { id: 'tidak_ada' }, body: { key: 'lain' } }),
  'flow.deleteField': () => ({ path: { id: 'tidak_ada' } }),
  'broadcast.broadcasts': () => ({}),
  'broadcast.broadcast': (ids) => ({ path: { id: ids.broadcast } }),
  'broadcast.createBroadcast': () => ({ body: { name: 'Siaran' } }),
  'broadcast.saveBroadcast': (ids) => ({
    path: { id: ids.broadcast },
    body: { name: 'diubah', numberId: ids.number, message: { kind: 'template' }, audience: {}, revision: 1 },
  }),
  'broadcast.removeBroadcast': (ids) => ({ path: { id: ids.broadcast } }),
  'broadcast.estimateBroadcast': (ids) => ({ path: { id: ids.broadcast } }),
  'broadcast.sampleBroadcast': (ids) => ({ path: { id: ids.broadcast } }),
  'broadcast.addNumbers': (ids) => ({
    path: { id: ids.broadcast },
    body: { text: '081234567890', line: 1, heading: '081234567890' },
  }),
  'broadcast.clearNumbers': (ids) => ({ path: { id: ids.broadcast } }),
  'broadcast.testBroadcast': (ids) => ({ path: { id: ids.broadcast }, body: { phone: '081234567890' } }),
  'broadcast.startBroadcast': (ids) => ({
    path: { id: ids.broadcast },
    body: { revision: 1, recipients: 1, at: null },
  }),
  'broadcast.unscheduleBroadcast': (ids) => ({ path: { id: ids.broadcast }, body: {} }),
  'broadcast.pauseBroadcast': (ids) => ({ path: { id: ids.broadcast }, body: {} }),
  'broadcast.resumeBroadcast': (ids) => ({ path: { id: ids.broadcast }, body: {} }),
  'broadcast.cancelBroadcast': (ids) => ({ path: { id: ids.broadcast }, body: {} }),
  'broadcast.retryBroadcast': (ids) => ({ path: { id: ids.broadcast }, body: {} }),
  'broadcast.recipients': (ids) => ({ path: { id: ids.broadcast } }),
  'broadcast.exportRecipients': (ids) => ({ path: { id: ids.broadcast } }),
  'flow.quarantine': () => ({}),
  'flow.replay': (ids) => ({ path: { id: ids.quarantine }, body: {} }),
  'flow.bots': () => ({}),
  'flow.createBot': () => ({ body: { name: 'Bot' } }),
  'flow.renameBot': (ids) => ({ path: { id: ids.bot }, body: { name: 'Bot diubah' } }),
  'flow.botBelongings': (ids) => ({ path: { id: ids.bot } }),
  'flow.flows': () => ({}),
  'flow.createFlow': (ids) => ({ body: { name: 'Flow', botId: ids.bot } }),
  'flow.importFlow': (ids) => ({ body: { file, botId: ids.bot } }),
  'flow.brokenCallers': (ids) => ({ path: { id: ids.flow } }),
  'flow.around': (ids) => ({ path: { id: ids.flow } }),
  'flow.traffic': (ids) => ({ path: { id: ids.flow } }),
  'flow.exportFlow': (ids) => ({ path: { id: ids.flow } }),
  'flow.exportBot': (ids) => ({ path: { id: ids.bot } }),
  'flow.lookAtFile': () => ({ body: { file } }),
  'flow.importFile': (ids) => ({ body: { file, choices: { bot: { id: ids.bot } } } }),
  'flow.flow': (ids) => ({ path: { id: ids.flow } }),
  'flow.saveFlow': (ids) => ({ path: { id: ids.flow }, body: { definition, layout, revision: 1 } }),
  'flow.publish': (ids) => ({ path: { id: ids.flow }, body: {} }),
  'flow.preview': (ids) => ({
    path: { id: ids.flow },
    body: { numberId: ids.number, customer: 'wa:6281100000001' },
  }),
  'flow.endPreview': (ids) => ({
    path: { id: ids.flow },
    body: { numberId: ids.number, customer: 'wa:6281100000001' },
  }),
  'trial.tests': (ids) => ({ path: { id: ids.flow } }),
  'trial.saveTest': (ids) => ({ path: { id: ids.flow }, body: { script } }),
  'trial.removeTest': (ids) => ({ path: { id: ids.flow, testId: ids.test } }),
  'trial.requireTests': (ids) => ({ path: { id: ids.flow }, body: { required: false } }),
  'trial.runs': (ids) => ({ path: { id: ids.flow } }),
  'trial.silence': (ids) => ({ path: { id: ids.chat } }),
  'trial.recordTest': (ids) => ({ path: { id: ids.flow }, body: { chatId: ids.chat } }),
  'comment.threads': (ids) => ({ path: { id: ids.flow } }),
  'comment.begin': (ids) => ({
    path: { id: ids.flow },
    body: { place: { node: 'start' }, body: 'Apa kabar?' },
  }),
  'comment.reply': (ids) => ({ path: { id: ids.flow, threadId: ids.thread }, body: { body: 'Baik.' } }),
  'comment.move': (ids) => ({
    path: { id: ids.flow, threadId: ids.thread },
    body: { place: { x: 10, y: 20 } },
  }),
  'comment.resolve': (ids) => ({ path: { id: ids.flow, threadId: ids.thread }, body: { resolved: true } }),
  'comment.remove': (ids) => ({
    path: { id: ids.flow, threadId: ids.thread, commentId: ids.comment },
  }),
  'flow.canary': (ids) => ({ path: { id: ids.flow } }),
  'flow.changeCanary': (ids) => ({ path: { id: ids.flow }, body: { versionId: ids.version, share: 20 } }),
  'flow.versions': (ids) => ({ path: { id: ids.flow } }),
  'flow.version': (ids) => ({ path: { id: ids.flow, versionId: ids.version } }),
  'flow.updateFlow': (ids) => ({ path: { id: ids.flow }, body: { name: 'diubah' } }),
  'flow.duplicateFlow': (ids) => ({ path: { id: ids.flow }, body: {} }),
  'flow.rivals': (ids) => ({ path: { id: ids.flow } }),
  'flow.hook': (ids) => ({ path: { id: ids.flow } }),
  'flow.renewFlowHook': (ids) => ({ path: { id: ids.flow }, body: {} }),
  'flow.saveHook': (ids) => ({ path: { id: ids.flow }, body: { mapping: { phone: 'a', fields: [] } } }),
  'flow.removeHook': (ids) => ({ path: { id: ids.flow } }),
  'flow.sequences': () => ({}),
  'flow.sequence': (ids) => ({ path: { id: ids.sequence } }),
  'flow.createSequence': (ids) => ({ body: { name: 'Rangkaian', botId: ids.bot } }),
  'flow.saveSequence': (ids) => ({
    path: { id: ids.sequence },
    body: { name: 'diubah', enabled: true, steps: [], window: null, endsOnReply: false },
  }),
  'flow.removeSequence': (ids) => ({ path: { id: ids.sequence } }),
  'flow.subscribe': (ids) => ({ path: { id: ids.contact }, body: { sequenceId: ids.sequence, on: true } }),
  'flow.reportEvent': (ids) => ({ path: { id: ids.contact }, body: { event: 'order.paid' } }),
  'flow.deleteFlow': (ids) => ({ path: { id: ids.flow } }),
  'flow.removeBot': (ids) => ({ path: { id: ids.bot }, body: { confirm: 'HAPUS' } }),
}

export const TRACE = '11111111-aaaa-7aaa-8aaa-aaaaaaaaaaaa'
export const TRACER = Object.fromEntries(KINDS.map((kind) => [kind, TRACE])) as Ids

export function probeOf(name: string, ids: Ids): Probe {
  return PROBES[name]?.(ids) ?? {}
}

export function knock(visitor: Visitor, { name, method, path }: Route, ids: Ids) {
  const { path: parts = {}, body } = probeOf(name, ids)
  const filled = path.replace(/\{(\w+)\}/g, (_, key: string) => parts[key] ?? '')
  return visitor.call(method, filled, method === 'GET' || method === 'DELETE' ? undefined : (body ?? {}))
}

/** Ids in the right form that nobody has. */
export function nowhere(): Ids {
  const ids = KINDS.map((kind, at) => [kind, uuidv7(Date.now() + at, new Uint8Array(10))])
  return Object.fromEntries(ids) as Ids
}

/** Something of every kind in a workspace, and its id. */
export async function idsOf(stage: Stage, shop: Shop, contact: string): Promise<Ids> {
  await shop.hear(contact, `rahasia ${contact}`)
  const chat = await shop.chatOf(contact)
  const message = await take(shop.owner, 'POST', `/api/chats/${chat.id}/messages`, { draft })
  await until('the message went out', async () => {
    const { items } = await take(shop.owner, 'GET', `/api/chats/${chat.id}/messages`)
    return items.every(({ kind, state }: Loose) => kind !== 'out' || state === 'accepted')
  })
  await take(shop.owner, 'PATCH', `/api/contacts/${chat.contact.id}`, { addTags: [`tag ${contact}`] })
  const [version] = await take(shop.owner, 'GET', `/api/flows/${shop.flowId}/versions`)
  const { members } = await take(shop.owner, 'GET', '/api/members')
  const invitation = await take(shop.owner, 'POST', '/api/invitations', {
    email: 'orang@lain.example',
    role: 'agent',
  })
  const written = await take(shop.owner, 'POST', '/api/templates', {
    template: { ...template, name: `kabar_${shop.wabaId}` },
  })
  const kept = await take(shop.owner, 'POST', `/api/flows/${shop.flowId}/tests`, { script })
  const thread = await take(shop.owner, 'POST', `/api/flows/${shop.flowId}/comments`, {
    ...{ place: { x: 0, y: 0 }, body: `komentar ${contact}` },
  })
  const broadcast = await take(shop.owner, 'POST', '/api/broadcasts', { name: `siaran ${contact}` })
  const sequence = await take(shop.owner, 'POST', '/api/sequences', { name: `rangkaian ${contact}` })
  const team = await take(shop.owner, 'POST', '/api/teams', { name: `tim ${contact}` })
  const segment = await take(shop.owner, 'POST', '/api/segments', { name: `segmen ${contact}`, rule })
  const canned = await take(shop.owner, 'POST', '/api/canned-replies', { name: 'ongkir', text: contact })
  return {
    team: team.id,
    segment: segment.id,
    canned: canned.id,
    sequence: sequence.id,
    test: kept.id,
    thread: thread.id,
    comment: thread.comments[0].id,
    template: written.id,
    broadcast: broadcast.id,
    chat: chat.id,
    message: message.id,
    contact: chat.contact.id,
    flow: shop.flowId,
    version: version.id,
    bot: shop.botId,
    number: shop.numberId,
    file: await fileOf(stage, shop),
    member: members[0].id,
    invitation: invitation.id,
    workspace: shop.workspaceId,
    quarantine: await setAside(stage, shop, contact),
    card: await cardOf(shop),
  }
}
