import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withMeant, withoutMeant } from '#core/flow/bundle/meant.ts'
import { fillsOf, redacted } from '#core/flow/bundle/redact.ts'
import { FlowNode } from '#core/flow/definition.ts'

test('a secret that is written into a request stays at home; merge fields, schemes and names of secrets travel', () => {
  const http = (more: object) => {
    const node = redacted(FlowNode.parse({ kind: 'http', url: 'https://x.example', ...more }))
    assert(node.kind === 'http')
    return {
      url: node.url,
      headers: node.headers.map(({ value }) => value),
      body: node.body,
      fills: fillsOf('f', 'n', node).map(({ what, name }) => `${what} ${name}`),
    }
  }
  const header = (name: string, value: string, secret?: string) => ({
    name,
    value,
    ...(secret && { secret }),
  })
  assert.deepEqual(http({ headers: [header('Authorization', 'Bearer abc123')] }).headers, ['Bearer '])
  assert.deepEqual(http({ headers: [header('authorization', 'Bearer abc123')] }).fills, [
    'header authorization',
  ])
  assert.deepEqual(http({ headers: [header('Authorization', 'Bearer ', 'kunci')] }).fills, ['secret kunci'])
  assert.deepEqual(http({ headers: [header('X-Token', '{{ token }}')] }).headers, ['{{ token }}'])
  assert.deepEqual(http({ headers: [header('Accept', 'text/plain')] }).headers, ['text/plain'])
  assert.equal(
    http({ url: 'https://u:pw@x.example/a?key=1&accessToken=z&q=kopi' }).url,
    'https://x.example/a?key=&accessToken=&q=kopi',
  )
  assert.equal(
    http({ body: '{"a":{"api_key" : "x\\"y","keyword":"k"}}' }).body,
    '{"a":{"api_key" : "","keyword":"k"}}',
  )
  assert.equal(
    http({ body: 'client_secret=s3&n={{ n }}', bodyType: 'form' }).body,
    'client_secret=&n={{ n }}',
  )
  const photo = {
    kind: 'message',
    text: 'x',
    media: { media: 'image', source: { file: 'f1' } },
    next: { next: 'sample' },
  }
  const node = redacted(FlowNode.parse(photo))
  assert(node.kind === 'message')
  assert.deepEqual([node.media?.source, node.next], [{ link: '' }, { next: 'sample' }])
})

test('teams and segments are found by their names; colleagues and numbers are chosen anew', () => {
  const id = '01890000-0000-7000-8000-000000000009'
  const meant = { ref: id, name: 'Penjualan' }
  const actions = FlowNode.parse({
    kind: 'action',
    actions: [
      { do: 'assign', to: 'team', ...meant },
      { do: 'notify', to: 'member', by: 'screen', text: 'x', ref: id, name: 'Sari' },
    ],
  })
  const rules = [
    { fact: 'segment', is: 'in', ref: id, name: 'Setia' },
    { fact: 'number', is: 'is', ref: id, name: '+62 812' },
    { fact: 'agent', is: 'online', of: 'team', ...meant },
  ]
  const condition = FlowNode.parse({
    kind: 'condition',
    when: { match: 'all', groups: [{ match: 'all', rules }] },
  })
  const out = JSON.stringify([withoutMeant(actions), withoutMeant(condition)])
  for (const word of [id, 'Sari', '+62']) assert.ok(!out.includes(word), word)
  const here = { teams: [{ id, name: 'Penjualan' }], segments: [] }
  const came = JSON.stringify([
    withMeant(withoutMeant(actions), here),
    withMeant(withoutMeant(condition), here),
  ])
  assert.equal(came.split(id).length - 1, 2, 'the team, where it is given the chat and where it is asked for')
  assert.match(came, /"segment","is":"in","ref":"","name":"Setia"/)
})
