/** Several processes on one Redis, under load, with kills, pauses longer than the lease, and Redis itself killed. */
import { setTimeout as pause } from 'node:timers/promises'
import { quietPort } from '../quiet-port.ts'
import { createCrowd } from './crowd.ts'
import { before } from './deadline.ts'
import { readKept } from './kept.ts'
import { type Life, startLife } from './life.ts'
import { DESK_GROUP } from './names.ts'
import { startNetwork } from './network.ts'
import { judge, type Verdict } from './oracle.ts'
import { openPlace } from './places.ts'
import { openPostOffice } from './post-office.ts'
import type { Random } from './random.ts'

export interface Storm {
  program: string
  workers: number
  /** Nodes of Redis; more than one are a cluster. */
  nodes: number
  chats: number
  ms: number
  random: Random
  onProgress(line: string): void
}

export interface StormOutcome extends Verdict {
  kills: number
  pauses: number
  redisKills: number
}

/** A pause outlasts the lease of a chat, so that somebody else has taken it by then. */
const LEASES = { leaseMs: 1000, laneLeaseMs: 5000 }
const PAUSE_MS = 2500
/** Between two kills, pauses, and kills of Redis; at most, in ms. */
const EVERY = { kill: 900, pause: 4000, redis: 10_000 }
/** Redis is down for at most so long. */
const DOWN_MS = 2000
const LAST_PATIENCE = 120_000

export async function storm(options: Storm): Promise<StormOutcome> {
  const { program, random } = options
  const network = await startNetwork()
  const place = await openPlace('redis', LEASES, options.nodes)
  const ports = await Promise.all(Array.from({ length: options.workers }, quietPort))
  const office = openPostOffice(ports, random)
  const chats = Array.from({ length: options.chats }, (_, index) => index + 1)
  const crowd = createCrowd(network, {
    chats,
    ahead: 2,
    say: (chat, text) => office.send(chat, network.update(chat, text)),
  })
  const window = new Map<string, number>()
  const counts = { kills: 0, pauses: 0, redisKills: 0 }
  const start = (webhookPort: number): Life =>
    startLife(program, {
      place: place.order,
      apiRoot: network.root,
      webhookPort,
      failure: null,
      loseEvery: 97,
      oneByOne: false,
    })
  const lives = ports.map(start)
  let isOver = false

  function mayRepeat(names: Iterable<string>): void {
    for (const name of new Set(names)) window.set(name, (window.get(name) ?? 0) + 1)
  }

  async function kills(): Promise<void> {
    for (;;) {
      await pause(200 + random(EVERY.kill))
      if (isOver) return
      const at = random(lives.length)
      const life = lives[at]
      const port = ports[at]
      if (!life || port === undefined) continue
      life.signal('SIGKILL')
      await life.ended
      mayRepeat(life.inWindow())
      counts.kills += 1
      lives[at] = start(port)
      report()
    }
  }

  async function pauses(): Promise<void> {
    for (;;) {
      await pause(random(EVERY.pause))
      if (isOver) return
      const life = lives[random(lives.length)]
      if (!life) continue
      life.signal('SIGSTOP')
      await pause(PAUSE_MS)
      // Unless it was killed in its sleep, and counted then.
      if (!lives.includes(life)) continue
      mayRepeat(life.inWindow())
      life.signal('SIGCONT')
      counts.pauses += 1
    }
  }

  async function redisKills(): Promise<void> {
    for (;;) {
      await pause(2000 + random(EVERY.redis))
      const server = place.servers[random(place.servers.length)]
      if (isOver || !server) return
      const seen = new Set<string>()
      const look = (): void => {
        for (const name of lives.flatMap((life) => life.inWindow())) seen.add(name)
      }
      await server.kill()
      look()
      await pause(random(DOWN_MS))
      look()
      await server.restart()
      look()
      mayRepeat(seen)
      counts.redisKills += 1
    }
  }

  function report(): void {
    options.onProgress(
      `${counts.kills} kills, ${counts.pauses} pauses, ${counts.redisKills} times Redis, ${network.ledger.length} sent`,
    )
  }

  try {
    crowd.talk()
    const nemeses = [kills(), pauses(), redisKills()]
    await pause(options.ms)
    isOver = true
    await Promise.all(nemeses)
    crowd.hush()
    await before(LAST_PATIENCE, crowd.answered(), '').catch(() => undefined)
    for (const life of lives) await before(LAST_PATIENCE, life.settled(), '').catch(() => undefined)
    await end(lives)
    const kept = await readKept(place.order, chats)
    const stands = network.stands(DESK_GROUP)
    return { ...judge({ said: crowd.said, kept, ledger: network.ledger, stands, window, desk: DESK_GROUP }), ...counts }
  } finally {
    office.close()
    await end(lives)
    await network.close()
    await place.close()
  }
}

async function end(lives: readonly Life[]): Promise<void> {
  for (const life of lives) life.signal('SIGKILL')
  await Promise.all(lives.map(({ ended }) => ended))
}
