import { randomUUID } from 'node:crypto'
import { onTestFinished } from 'vitest'
import type { Channel } from '../../../src/channels/channel.ts'
import type { WhatsappCloudOptions } from '../../../src/channels/whatsapp-cloud/whatsapp-cloud.ts'
import { type SimulatedClock, stoppedClock } from '../../../src/clock.ts'
import type { Message, Receipt } from '../../../src/message.ts'
import { createSeal, parseKeys } from '../../../src/seal.ts'
import { sqliteStore } from '../../../src/stores/sqlite.ts'
import type { Update } from '../../../src/update.ts'
import { startWorld, type World } from '../../../src/world.ts'
import { loadWords, quietLog } from '../../words.ts'
import { type OnGraph, openCloud } from './on-graph.ts'

export interface WorldOnGraph extends OnGraph {
  clock: SimulatedClock
  world: World
  /** Whoever wrote writes no more for now: what came is answered. */
  pauses(): Promise<void>
  /** What was delivered, and what Meta made of it. */
  delivered: { message: Message; receipt: Receipt }[]
  /** What came in, repeats too. */
  updates: Update[]
}

const KEYS = parseKeys(`test:${Buffer.alloc(32, 7).toString('base64')}`)

/** The real world with the real flows and a real store, on a fake Graph API: only the clock is the test's. */
export async function openWorld(start: number, more: Partial<WhatsappCloudOptions> = {}): Promise<WorldOnGraph> {
  const clock = stoppedClock(start)
  const cloud = await openCloud({ clock, ...more })
  const words = loadWords()
  const store = sqliteStore({ file: ':memory:', monotonic: clock.monotonic, token: randomUUID })
  const delivered: WorldOnGraph['delivered'] = []
  const updates: Update[] = []
  const channel: Channel = {
    ...cloud.channel,
    async deliver(to, message, id) {
      const receipt = await cloud.channel.deliver(to, message, id)
      delivered.push({ message, receipt })
      return receipt
    },
  }
  const world = await startWorld({
    store,
    seal: createSeal(KEYS, Buffer.alloc(32, 9)),
    clock,
    log: quietLog,
    channels: [channel],
    flows: words.flows,
    texts: words.texts,
    languages: words.languages,
    helpdesk: null,
  })
  onTestFinished(async () => {
    await world.stop()
    await store.close()
  })
  await channel.start(async (update) => {
    updates.push(update)
    await world.receive(update)
  })
  // Its number is known before the clock is moved, or the call would seem to last for days.
  await cloud.graph.called('106540352242922')
  async function pauses(): Promise<void> {
    await world.settled()
    clock.moveTo(clock.now() + (channel.abilities.gathers ?? 0))
    world.nudge()
    await world.settled()
  }
  return { ...cloud, clock, world, pauses, delivered, updates }
}
