import { randomBytes, randomUUID } from 'node:crypto'
import type { Log } from '../../log.ts'
import type { Channel } from '../channel.ts'
import type { Vault } from '../vault.ts'
import { openAgents } from './agents.ts'
import { deliver } from './deliver.ts'
import { createFeed } from './feed.ts'
import { serveFiles } from './files.ts'
import { refusal } from './guard.ts'
import { openHistory } from './history.ts'
import { isAgent } from './lookup.ts'
import type { Entry, Instant, Shown } from './page/wire.ts'
import type { SimulatorPort } from './port.ts'
import { createPresses } from './presses.ts'
import { serveDeeds, serveQuestions } from './routes.ts'
import type { Receive, Stage } from './stage.ts'

export interface WebOptions {
  port: SimulatorPort
  vault: Vault
  /** Where index.html, the style sheets and icon.svg are. */
  pageDir: string
  /** Where the page's compiled scripts are. */
  scriptDir: string
  log: Pick<Log, 'info' | 'warn' | 'error'>
}

/** How often an open page hears from us while nothing happens, in milliseconds. */
const BEAT = 15_000

/**
 * The simulator: students `web:1`, `web:2`…, the desk's group `web:desk` with two agents in it, and their own chats `web:agente-1` and
 * `web:agente-2`, on one page of this machine.
 */
export function webChannel({ port, vault, pageDir, scriptDir, log }: WebOptions): Channel {
  const token = randomBytes(24).toString('base64url')
  const feed = createFeed(randomUUID())
  let receive: Receive | null = null
  let callOff = (): void => {}

  /** Asked for by whoever comes first: deliveries may come before `start`. */
  const history = once(() => openHistory(vault))
  const agents = once(() => openAgents(vault))
  const shown = (entry: Entry): Shown => ({ ...entry, stamp: port.stamp(entry.at) })
  const instant = (at: number): Instant => ({ at, stamp: port.stamp(at), said: port.describe(at) })
  const stage: Stage = {
    ...{ port, feed, token, history, agents, shown, instant },
    presses: createPresses(),
    receive: () => receive,
    async write(name, line, at) {
      const added = await (await history()).append(name, line, at)
      feed.line({ log: name, entry: shown(added) })
      return added
    },
  }

  function beat(): void {
    feed.now('time', instant(port.clock.now()))
    callOff = port.clock.wake(port.clock.now() + BEAT, beat)
  }

  return {
    name: 'web',
    abilities: { deletes: true },
    async start(take) {
      await history()
      receive = take
      beat()
    },
    async routes(server) {
      server.addHook('onRequest', async (request, reply) => {
        const reason = refusal(request, token)
        if (reason === null) return
        log.warn({ channel: 'web', reason }, 'request refused')
        await reply.code(403).send({ error: 'refused' })
      })
      serveFiles(server, pageDir, scriptDir)
      serveQuestions(server, stage)
      serveDeeds(server, stage)
    },
    deliver: (to, message) => deliver(stage, to, message),
    async isMember(_group, person) {
      return isAgent(person) && (await agents()).all()[person].member
    },
    async stop() {
      receive = null
      callOff()
      feed.close()
    },
  }
}

function once<Result>(open: () => Promise<Result>): () => Promise<Result> {
  let opening: Promise<Result> | null = null
  return () => {
    opening ??= open()
    return opening
  }
}
