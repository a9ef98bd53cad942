import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newSession } from '../src/session.ts'
import { squeeze, unsqueeze } from '../src/squeeze.ts'

test('what was squeezed comes back, whatever it was', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 5000 }), (text) => unsqueeze(squeeze(text)) === text))
})

test('what was kept before anything was squeezed is read as it is', () => {
  expect(unsqueeze(Buffer.from('{"chat":"telegram:1","said":"qué"}'))).toBe('{"chat":"telegram:1","said":"qué"}')
})

test('a session takes less than half the room', () => {
  const text = JSON.stringify(newSession('telegram:1', 'es', 'a', { version: 1 }, 1_795_453_200_000))
  expect(squeeze(text).length).toBeLessThan(text.length / 2)
})

test('what this release squeezed opens in every later one', () => {
  const kept = 'AcOmCgA='
  expect(squeeze('{"schema":1,"chat":"').toString('base64')).toBe(kept)
  expect(unsqueeze(Buffer.from(kept, 'base64'))).toBe('{"schema":1,"chat":"')
})

test.each([
  ['no such thing', Buffer.from([1, 255, 255, 255])],
  ['cut', squeeze('a session that is cut '.repeat(9)).subarray(0, 9)],
  ['endless', Buffer.concat([Buffer.of(1), deflateRawSync(Buffer.alloc(16 * 1024 * 1024), { windowBits: 11 })])],
])('damaged: %s', (_, bytes) => {
  expect(() => unsqueeze(bytes)).toThrow()
})
