import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Vault } from '../../../src/channels/vault.ts'
import { openHistory } from '../../../src/channels/web/history.ts'
import { LONGEST_LOG } from '../../../src/channels/web/keep.ts'
import { compilePage, memoryVault, type Simulator, START, startSimulator } from './simulator.ts'
import { hasTime, look, say, stream } from './visitor.ts'

let scripts = ''
let simulator: Simulator | undefined

beforeAll(() => {
  scripts = compilePage()
})
afterEach(async () => {
  await simulator?.close()
  simulator = undefined
})

describe('the stream', () => {
  test('begins with everything, and goes on after the last event a page has seen', async () => {
    simulator = await startSimulator(scripts)
    const { url, world } = simulator
    await say(url, { kind: 'text', text: 'hola' })
    await world.settled()
    const [all] = await stream(`${url}/api/events?student=1`, hasTime)
    expect(all?.name).toBe('all')
    await say(url, { kind: 'sticker' })
    await world.settled()

    const missed = await stream(`${url}/api/events?student=1`, hasTime, all?.id)
    const lines = missed.filter(({ name }) => name === 'line').map(({ data }) => JSON.parse(data).entry)
    expect(lines[0]).toMatchObject({ type: 'person', said: { kind: 'sticker' }, stamp: '2026-11-23 10:00' })
    expect(lines[1]).toMatchObject({ type: 'bot', key: expect.stringContaining('bot-sticker') })
    expect(missed.some(({ name }) => name === 'all')).toBe(false)
  })

  test.each(['another-start.1', 'rubbish', ''])('gives everything to a page that comes with %j', async (last) => {
    simulator = await startSimulator(scripts)
    const events = await stream(`${simulator.url}/api/events?student=1`, hasTime, last)
    expect(events[0]?.name).toBe('all')
  })
})

describe('what could not be kept', () => {
  test('is not said to have arrived, and is marked where it stands', async () => {
    simulator = await startSimulator(scripts, memoryVault(), () => Promise.reject(new Error('disk full')))
    await expect(say(simulator.url, { kind: 'text', text: 'hola' })).rejects.toThrow('500')
    const { student } = await look(simulator.url)
    expect(student.map(({ type }) => type)).toEqual(['person', 'lost'])
  })
})

describe('what is kept', () => {
  test('shows the conversation after a restart', async () => {
    const vault = memoryVault()
    const first = await startSimulator(scripts, vault)
    await say(first.url, { kind: 'text', text: 'hola' })
    await first.world.settled()
    await first.close()

    simulator = await startSimulator(scripts, vault)
    const { student } = await look(simulator.url)
    expect(student[0]).toMatchObject({ type: 'person', said: { kind: 'text', text: 'hola' } })
    expect(student[1]).toMatchObject({ type: 'bot', key: 'arrival-ask' })
  })

  test('no text that the bot deleted stays in the vault, edits of it included', async () => {
    const facts = new Map<string, string>()
    const vault: Vault = {
      get: async (name) => facts.get(name) ?? null,
      set: async (name, value) => void facts.set(name, value),
    }
    simulator = await startSimulator(scripts, vault)
    await say(simulator.url, { kind: 'text', text: 'mi nss es 92919084431' })
    await simulator.world.settled()
    const { student } = await look(simulator.url)
    expect(student.map(({ type }) => type)).toContain('delete')
    expect(student[0]).toMatchObject({ type: 'person', said: { kind: 'text', text: null } })
    expect([...facts.values()].join('\n')).not.toContain('92919084431')
  })

  test('a log keeps its newest entries only, and a failed write leaves nothing behind', async () => {
    let isFull = false
    const inner = memoryVault()
    const history = await openHistory({
      get: inner.get,
      set: (name, value) => (isFull ? Promise.reject(new Error('disk full')) : inner.set(name, value)),
    })
    for (let count = 0; count < LONGEST_LOG + 5; count += 1) await history.append('1', { type: 'jump' }, START)
    expect(history.read('1').map(({ id }) => id)).toEqual(Array.from({ length: LONGEST_LOG }, (_, index) => index + 6))
    isFull = true
    await expect(history.append('1', { type: 'jump' }, START)).rejects.toThrow('disk full')
    isFull = false
    await history.append('desk', { type: 'jump' }, START)
    expect(history.read('1').at(-1)?.id).toBe(LONGEST_LOG + 5)
    expect((await openHistory(inner)).read('1')).toEqual(history.read('1'))
  })
})
