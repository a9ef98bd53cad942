/** A process that has not got the line of one of its channels leaves to the one that has it what is that one's to do. */
import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { file } from '../src/ahead.ts'
import type { Board } from '../src/board.ts'
import type { Channel } from '../src/channels/channel.ts'
import { stoppedClock } from '../src/clock.ts'
import type { Outgoing } from '../src/commit.ts'
import type { ChatId } from '../src/ids.ts'
import { createOutbox } from '../src/outbox.ts'
import { sqliteStore } from '../src/stores/sqlite.ts'
import type { Store } from '../src/stores/store.ts'
import { startWorld } from '../src/world.ts'
import { countingFlow } from './chaos/flow.ts'
import { seal } from './chaos/open-store.ts'
import { language } from './chaos/words.ts'
import { loadWords, quietLog } from './words.ts'

const NOW = Date.UTC(2026, 10, 30, 16)
const CHAT: ChatId = 'open:1'

function openStore(): Store {
  const store = sqliteStore({ file: ':memory:', monotonic: () => performance.now(), token: randomUUID })
  onTestFinished(() => store.close())
  return store
}

/** A channel that any process delivers for, and one whose line another has. */
function channels() {
  const said: ChatId[] = []
  const channel = (name: string, standsBy: boolean): Channel => ({
    name,
    abilities: { deletes: false },
    start: async () => {},
    stop: async () => {},
    async deliver(to) {
      said.push(to)
      return { status: 'sent', ref: to }
    },
    standsBy: () => standsBy,
  })
  return { said, channels: [channel('open', false), channel('shut', true)] }
}

function message(to: ChatId): Outgoing {
  const body = { text: 't', spans: [] }
  return {
    ...{ kind: 'message', chat: CHAT, to },
    message: { type: 'say', key: 'k', body, choices: [], question: 0, copies: [] },
  }
}

/** One chat has filed this, and nobody has taken it. */
async function filed(store: Store, out: readonly Outgoing[]): Promise<void> {
  const key = seal.chatKey(CHAT)
  const { claim } = await store.post(key, { id: 'item', body: '' }, NOW, true)
  if (!claim) throw new Error('nobody else may have it')
  const outbox = file(seal, key, 'row', out).rows
  await store.commit(claim, { session: 's', remove: ['item'], bury: [], outbox, next: null, forget: false }, false)
}

/** Of the outbox of a process without that line; nothing of it asks the board. */
function outboxOn(store: Store) {
  const { said, channels: all } = channels()
  const board: Board = {
    read: () => {
      throw new Error('not asked')
    },
    write: async () => {},
    refresh: async () => {},
  }
  const more = { helpdesk: null, post: async () => {}, moveDesk: async () => {} }
  const outbox = createOutbox({ store, seal, clock: stoppedClock(NOW), log: quietLog, channels: all, board, ...more })
  return { said, outbox }
}

test('it leases what its own turns say to others, and nothing for that line', () => {
  const { outbox } = outboxOn(openStore())
  const forget = { kind: 'forget', chat: 'shut:1' } as const
  expect(outbox.takes([message('open:1')])).toBe(true)
  expect(outbox.takes([message('open:1'), message('shut:1')])).toBe(false)
  expect(outbox.takes([forget])).toBe(false)
})

test('it claims nothing of what waits', async () => {
  const store = openStore()
  await filed(store, [message('open:1')])
  const { said, outbox } = outboxOn(store)
  expect(await outbox.takeSome()).toBe(false)
  expect(said).toEqual([])
  expect(await store.claimOutbox(NOW, 9)).toMatchObject([{ id: 'row.0', tries: 1 }])
})

test('what it is handed behind something of its own it gives back at once, in its place', async () => {
  const store = openStore()
  await filed(store, [message('open:1'), message('shut:1'), message('open:2')])
  const { said, outbox } = outboxOn(store)
  outbox.deliver(await store.claimOutbox(NOW, 9), new Map())
  await outbox.idle()
  expect(said).toEqual(['open:1'])
  expect(await store.claimOutbox(NOW, 9)).toMatchObject([{ id: 'row.1' }])
})

test('it does not look without end for what is left to another', async () => {
  const store = openStore()
  await filed(store, [message('shut:1')])
  const clock = stoppedClock(NOW)
  const wakes: number[] = []
  let looked = (): void => {}
  const seen = new Promise<void>((resolve) => (looked = resolve))
  const watching = {
    ...clock,
    wake(at: number, call: () => void) {
      wakes.push(at - NOW)
      if (wakes.length === 2) looked()
      return clock.wake(at, call)
    },
  }
  const { texts } = loadWords()
  const world = await startWorld({
    ...{ store, seal, clock: watching, log: quietLog, flows: [countingFlow], texts, helpdesk: null },
    channels: channels().channels,
    languages: new Map([['es', language]]),
  })
  onTestFinished(() => world.stop())
  await seen
  expect(wakes).toEqual([1000, 1000])
})
