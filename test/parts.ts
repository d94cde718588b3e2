import assert from 'node:assert/strict'

type Ask = (headers: Record<string, string>) => Promise<Response>

/** Holds a server to how it gives a file in parts, and to what guards the file, however much of it is given. */
export async function givesParts(ask: Ask, content: Buffer, type: string): Promise<void> {
  const size = content.length
  const whole = await ask({})
  const etag = whole.headers.get('etag') ?? ''
  assert.match(etag, /^"[\w-]+"$/, 'a strong one')
  assert.deepEqual(Buffer.from(await whole.arrayBuffer()), content)

  const parts: readonly (readonly [string, number, number, string?])[] = [
    ['bytes=0-1', 0, 1],
    ['bytes=0-1', 0, 1, etag],
    ['bytes=5-', 5, size - 1],
    ['bytes=-3', size - 3, size - 1],
    [`bytes=${size - 1}-${size + 100}`, size - 1, size - 1],
  ]
  for (const [range, start, end, validator] of parts) {
    const answer = await ask(validator ? { range, 'if-range': validator } : { range })
    assert.equal(answer.status, 206, range)
    assert.equal(answer.headers.get('content-range'), `bytes ${start}-${end}/${size}`)
    assert.equal(answer.headers.get('content-length'), String(end - start + 1))
    assert.deepEqual(Buffer.from(await answer.arrayBuffer()), content.subarray(start, end + 1), range)
    assert.deepEqual(guards(answer), guards(whole), range)
    assert.equal(answer.headers.get('content-type'), type)
  }

  const wholes = [{ range: 'bytes=0-1,4-5' }, { range: 'x' }, { range: 'bytes=0-1', 'if-range': '"other"' }]
  for (const headers of wholes) {
    const answer = await ask(headers)
    assert.equal(answer.status, 200, JSON.stringify(headers))
    assert.equal(answer.headers.get('content-range'), null)
    assert.deepEqual(Buffer.from(await answer.arrayBuffer()), content)
    assert.deepEqual(guards(answer), guards(whole))
  }

  const beyond = await ask({ range: `bytes=${size}-` })
  assert.equal(beyond.status, 416)
  assert.equal(beyond.headers.get('content-range'), `bytes */${size}`)
  assert.notDeepEqual(Buffer.from(await beyond.arrayBuffer()), content)
}

function guards({ headers }: Response) {
  const names = [
    'accept-ranges',
    'content-disposition',
    'content-security-policy',
    'content-type',
    'etag',
    'x-content-type-options',
  ]
  const found = names.map((name) => [name, headers.get(name)])
  assert.ok(
    found.every(([, value]) => value),
    JSON.stringify(found),
  )
  return found
}
