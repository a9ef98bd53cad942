import { expect, test } from 'vitest'
import { createRetries } from '../../../src/channels/whatsapp/retries.ts'

test('what the end of a line cut short is not counted, whichever of its two counts was the last', async () => {
  const retries = createRetries(() => 0)
  const counts = retries.begin()
  await counts.set('one', 1)
  await counts.set('two', 1)
  await counts.set('two', 2)
  retries.lineEnded()
  const next = retries.begin()
  expect([next.get('one'), next.get('two')]).toEqual([undefined, undefined])
})

test('what was answered long before the line ended stays counted', async () => {
  let now = 0
  const retries = createRetries(() => now)
  const counts = retries.begin()
  await counts.set('one', 1)
  await counts.set('one', 2)
  now = 60_000
  await counts.set('one', 3)
  await counts.set('one', 4)
  retries.lineEnded()
  expect(retries.begin().get('one')).toBe(2)
})

test('a line that has ended counts no more: what waited on it comes again on the next one', async () => {
  let now = 0
  const retries = createRetries(() => now)
  const ended = retries.begin()
  retries.lineEnded()
  const next = retries.begin()
  await ended.set('one', 1)
  now = 60_000
  retries.lineEnded()
  expect(next.get('one')).toBe(undefined)
})
