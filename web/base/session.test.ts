import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextPath } from '#web/base/session.ts'

test('after signing in one goes on to a page of this site, and never to another site', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['', '/home'],
    ['?next=/inbox/1?filter=unread', '/inbox/1?filter=unread'],
    ['?next=%2Fundangan%2Fabc', '/undangan/abc'],
    ['?next=https://evil.example', '/home'],
    ['?next=//evil.example', '/home'],
    ['?next=/\\evil.example', '/home'],
    ['?next=javascript:alert(1)', '/home'],
  ]
  for (const [search, path] of cases) assert.equal(nextPath(search), path, search)
})
