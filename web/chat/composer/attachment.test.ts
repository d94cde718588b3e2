import assert from 'node:assert/strict'
import { test } from 'node:test'
import { carriesCaption, judgeFile, sizeText } from '#web/chat/composer/attachment.ts'

const MB = 1024 * 1024

test("files travel as the medium WhatsApp knows, within Meta's sizes", () => {
  const table = [
    ['image/jpeg', 5 * MB, 'image'],
    ['image/png', 5 * MB + 1, 'too-large'],
    ['image/webp', 400 * 1024, 'sticker'],
    ['image/gif', MB, 'document'],
    ['video/mp4', 16 * MB, 'video'],
    ['video/mp4', 17 * MB, 'too-large'],
    ['video/quicktime', 17 * MB, 'document'],
    ['audio/ogg; codecs=opus', MB, 'audio'],
    ['application/pdf', 100 * MB, 'document'],
    ['application/pdf', 100 * MB + 1, 'too-large'],
    ['', 10, 'document'],
    ['image/jpeg', 0, 'empty'],
  ] as const
  for (const [type, size, expected] of table) {
    const judged = judgeFile({ type, size })
    assert.equal(judged.ok ? judged.media : judged.why, expected, `${type} ${size}`)
  }
})

test('audio and stickers carry no caption', () => {
  assert.deepEqual((['image', 'video', 'document', 'audio', 'sticker'] as const).map(carriesCaption), [
    true,
    true,
    true,
    false,
    false,
  ])
})

test('sizes read as people say them', () => {
  const number = (value: number) => String(value).replace('.', ',')
  assert.equal(sizeText(300, number), '1 KB')
  assert.equal(sizeText(480 * 1024, number), '480 KB')
  assert.equal(sizeText(2.44 * MB, number), '2,4 MB')
})
