import { flows } from '../../flows/index.ts'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import type { Seal } from '../seal.ts'
import { startWorld, type World } from '../world.ts'
import { clock, fail, languages, texts } from './given.ts'
import type { Making, Served } from './making.ts'
import { openSeal, openStore, ringOf, unobstructed } from './opening.ts'
import type { Part, Terminal } from './part.ts'
import { telegram } from './telegram.ts'
import { whatsappBy } from './whatsapp.ts'

/** The world of real students: one store, one desk, and all the networks that are configured. */
export async function network(config: Config, log: Log, terminal: Terminal): Promise<Part> {
  const { helpdesk, role } = config
  const store = openStore(config, log)
  const stopping = new AbortController()
  let world: World | null = null
  let seal: Seal | null = null
  const served = await make({
    ...{ config, log, store, terminal },
    seal: () => seal ?? fail('the store is not open yet'),
    desk: () => world?.desk() ?? helpdesk,
  })
  const channels = served.map(({ channel }) => channel)
  return {
    channels,
    async obstacles() {
      const codes = (await store.obstacles()).map(({ code }) => code)
      return codes.length > 0 || world ? codes : ['starting']
    },
    async begin() {
      await unobstructed(store, stopping.signal, terminal.warn)
      if (stopping.signal.aborted) return
      seal = await openSeal(store, await ringOf(config, store))
      const works = role !== 'receive'
      const parts = { store, seal, clock, log, channels, flows, texts, languages, helpdesk, works }
      const begun = await startWorld(parts)
      world = begun
      await Promise.all(
        served
          .filter((one) => listens(role, one))
          .map(({ channel }) => channel.start(begun.receive, begun.report(channel.name))),
      )
    },
    async stop() {
      stopping.abort()
      await Promise.all(channels.map((channel) => channel.stop()))
      await world?.stop()
      await store.close()
    },
  }
}

async function make(parts: Making): Promise<Served[]> {
  const { config } = parts
  const served: Served[] = []
  if (config.telegram) served.push(telegram(parts, config.telegram))
  if (config.whatsapp) served.push(await whatsappBy(parts, config.whatsapp))
  return served
}

/** Where some take in what webhooks bring, the others only answer; and those take in nothing else. */
function listens(role: Config['role'], { byWebhook }: Served): boolean {
  return role === 'all' || byWebhook === (role === 'receive')
}
