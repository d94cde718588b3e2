import assert from 'node:assert/strict'
import { test } from 'node:test'
import { databaseTrouble, folderTrouble, placeTrouble, tooOld } from '#server/base/start-error.ts'

const failing = (code: string, more: object = {}) =>
  Object.assign(new Error(`it broke: ${code}`), { code }, more)

test('whatever keeps the program from starting says what to do, in both languages', () => {
  const known = [
    ...['ECONNREFUSED', 'ENOTFOUND', '28P01', '3D000', '42501', '55P03'].map((code) =>
      databaseTrouble(failing(code)),
    ),
    databaseTrouble(new Error('timeout expired')),
    tooOld(140_012),
    ...['EACCES', 'EROFS', 'ENOTDIR', 'EEXIST'].map((code) =>
      folderTrouble(failing(code, { path: '/srv/data/app.lock' }), '/srv/data'),
    ),
    folderTrouble(failing('ENOSPC'), '/srv/data'),
    folderTrouble(
      new Error('initdb failed: could not extend file\nHINT:  Check free disk space.'),
      '/srv/data',
    ),
    ...['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL'].map((code) =>
      placeTrouble(code, { host: '10.9.8.7', port: 80 }),
    ),
  ]
  for (const trouble of known) {
    assert(trouble)
    for (const sentence of [trouble.id, trouble.en]) assert.match(sentence, /^[A-Z].{30,}\.$/)
    assert.notEqual(trouble.id, trouble.en)
  }
})

test('what is not known is told as it is', () => {
  assert.equal(databaseTrouble(failing('XX000')), undefined)
  assert.equal(folderTrouble(failing('EACCES', { path: '/etc/shadow' }), '/srv/data'), undefined)
  assert.equal(placeTrouble('EMFILE', { host: 'localhost', port: 4000 }), undefined)
})
