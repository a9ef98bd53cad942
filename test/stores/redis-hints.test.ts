/** What one process leaves, the others hear of at once. */
import { expect, test } from 'vitest'
import type { Claim, Store } from '../../src/stores/store.ts'
import { givenRedis, until } from '../faults/on-redis.ts'
import { item, NOW, nothing, row } from './given.ts'

const redis = givenRedis()

/** Another process that listens; `heard` resolves with the next hint. */
async function listening(): Promise<{ heard(): Promise<void> }> {
  let wake = (): void => {}
  redis.open().onHint(() => wake())
  await until(async () => (await redis.server.command('PUBSUB', 'NUMSUB', 'afilia:wake')).endsWith('1'))
  return { heard: () => new Promise((resolve) => (wake = resolve)) }
}

async function claimed(store: Store): Promise<Claim> {
  const { claim } = await store.post('chat', item('a'), NOW, true)
  if (!claim) throw new Error('nobody else may have it')
  return claim
}

test('what a turn has to say and its process does not deliver', async () => {
  const store = redis.open()
  const claim = await claimed(store)
  const other = await listening()
  const heard = other.heard()
  await store.commit(claim, { ...nothing, remove: ['a'], outbox: [row('said')] }, false)
  await heard
  expect(await redis.open().claimOutbox(NOW, 1)).toMatchObject([{ id: 'said', tries: 1 }])
})

test('what is said before its message is kept', async () => {
  const store = redis.open()
  const claim = await claimed(store)
  await store.commit(claim, { ...nothing, remove: ['a'] }, false)
  const other = await listening()
  const heard = other.heard()
  const ready = { last: claim.token, token: 'own', session: 's', outbox: [row('said')], next: null }
  expect(await store.answer('chat', { id: 'b' }, ready, NOW, false)).toMatchObject({ outcome: 'committed' })
  await heard
  expect(await redis.open().claimOutbox(NOW, 1)).toMatchObject([{ id: 'said', tries: 1 }])
})
