import { expect, test } from 'vitest'
import { createKeeper, readState } from '../../../src/channels/whatsapp/governor/keeper.ts'
import { createGovernor, type GovernorState } from '../../../src/channels/whatsapp/governor.ts'
import { handClock } from './hand-clock.ts'

const NOW = Date.UTC(2026, 7, 3, 15)

/** A governor with writes that last until they are let through. */
function given() {
  const clock = handClock(NOW)
  const governor = createGovernor({ clock, random: () => 0, state: null })
  clock.moveTo(NOW + 60_000)
  const written: string[] = []
  const open: { pass(): void; fail(): void }[] = []
  const keeper = createKeeper(governor, (state) => {
    return new Promise((resolve, reject) => {
      open.push({
        pass() {
          written.push(state)
          resolve()
        },
        fail: () => reject(new Error('no store')),
      })
    })
  })
  const send = (chat: string): void =>
    expect(governor.ask({ chat, isGroup: false, heardAt: NOW, length: 10 })).toHaveProperty('go')
  const last = (): GovernorState | null => readState(written.at(-1) ?? null)
  return { governor, keeper, written, open, send, last }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('several that go at once wait for one write', async () => {
  const { keeper, open, written, send, last } = given()
  const all = ['a', 'b', 'c'].map((chat) => {
    send(chat)
    return keeper.settled()
  })
  await turn()
  expect(open).toHaveLength(1)
  open[0]?.pass()
  await Promise.all(all)
  expect(written).toHaveLength(1)
  expect(last()?.hours[0]?.others).toBe(13)
})

test('those it covers wait for nothing', async () => {
  const { keeper, open, send } = given()
  send('a')
  const first = keeper.settled()
  await turn()
  open[0]?.pass()
  await first
  for (const chat of ['b', 'c', 'd']) {
    send(chat)
    await keeper.settled()
  }
  expect(open).toHaveLength(1)
})

test('nothing counts as written that was not', async () => {
  const { governor, keeper, open, send } = given()
  send('a')
  const first = keeper.settled()
  await turn()
  open[0]?.fail()
  await expect(first).rejects.toThrow('no store')
  expect(governor.dirty()).toBe(true)
  const second = keeper.settled()
  await turn()
  open[1]?.pass()
  await second
  expect(governor.dirty()).toBe(false)
})

test('in the end it is exact', async () => {
  const { keeper, open, send, last } = given()
  send('a')
  const first = keeper.settled()
  const end = keeper.close()
  await turn()
  open[0]?.pass()
  await first
  await turn()
  open[1]?.pass()
  await end
  expect(last()?.hours[0]?.others).toBe(1)
})

test.each([null, '', 'no json', '{}', '{"version":2}'])('%j is no state', (written) => {
  expect(readState(written)).toBe(null)
})
