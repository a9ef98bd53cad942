import { createHash } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import type { Log } from '../../log.ts'
import type { Obstacle } from '../store.ts'
import { type Link, openLink, replyCode } from './link.ts'
import { FULL, LOADING, obstaclesIn } from './obstacles.ts'

/** The way to Redis. Calls that meet a lost connection are made again for a while: every step of ours may be (see store.ts). */
export interface Connection {
  script(source: string, key: string, args: string[]): Promise<unknown>
  command(key: string, words: string[]): Promise<unknown>
  /** To every master. */
  each(words: string[]): Promise<unknown[]>
  /** What stands in the way right now. */
  obstacles(): Promise<Obstacle[]>
  close(): void
}

export interface ConnectionParts {
  urls: readonly string[]
  clock: Clock
  log: Log
  /** How long a call may wait for a connection before it rejects (ms): a network that waits for us must be told. */
  patience: number
}

/** Milliseconds between attempts, and after which silence counts as a lost connection. */
const PAUSE = 100
const SILENCE = 4000
const SECOND = 1000
/** What Redis says while it is coming up, moving house or changing places. */
const PASSING = ['LOADING', 'MASTERDOWN', 'CLUSTERDOWN', 'TRYAGAIN', 'READONLY', 'UNBLOCKED']

export function openConnection({ urls, clock, log, patience }: ConnectionParts): Connection {
  const hashes = new Map<string, string>()
  const under = new Set<{ since: number }>()
  let isClosed = false
  /** Null: not looked at since the connection was made. */
  let known: Obstacle[] | null = null
  let isAway = false
  let link = renew(null)
  let callOff = (): void => {}
  watch()

  function renew(old: Link | null): Link {
    old?.end()
    known = null
    const fresh = openLink(urls, () => {
      known = null
      if (!isAway) log.warn({}, 'Redis cannot be reached, trying again')
      isAway = true
    })
    fresh.open()
    return fresh
  }

  /** A connection that stands and never answers is worse than none. */
  function watch(): void {
    callOff = clock.wake(clock.now() + SECOND, () => {
      const oldest = under.values().next().value
      if (oldest && clock.monotonic() - oldest.since > SILENCE) {
        log.warn({}, 'Redis does not answer, connecting anew')
        link = renew(link)
      }
      watch()
    })
  }

  async function attempt<T>(ask: (to: Link) => Promise<T>): Promise<T> {
    const call = { since: clock.monotonic() }
    under.add(call)
    try {
      return await ask(link)
    } finally {
      under.delete(call)
    }
  }

  /** Again and again while what is wrong may pass, for as long as whoever waits has patience. */
  async function insist<T>(ask: () => Promise<T>): Promise<T> {
    const until = clock.monotonic() + patience
    for (;;) {
      if (isClosed) throw new Error('the store is closed')
      const used = link
      try {
        return await ask()
      } catch (error) {
        const code = replyCode(error)
        if (code === 'READONLY' && used === link) link = renew(link)
        const isPassing = code === null ? !(error instanceof NotReadyError) : PASSING.includes(code)
        if (!isPassing || clock.monotonic() >= until) throw error
      }
      await new Promise<void>((resolve) => clock.wake(clock.now() + PAUSE, resolve))
    }
  }

  const entrust = <T>(ask: (to: Link) => Promise<T>): Promise<T> =>
    insist(async () => {
      await admitted()
      return attempt(ask)
    })

  /** Nothing is entrusted to a Redis that would forget it. One that is full refuses what it cannot take by itself. */
  async function admitted(): Promise<void> {
    const obstacles = known ?? (await look())
    const first = obstacles.find(({ code }) => code !== FULL)
    // Over in a moment: asked again like a connection that is lost.
    if (first?.code === LOADING) throw new Error(first.sentence)
    if (first) throw new NotReadyError(first.sentence)
  }

  async function look(): Promise<Obstacle[]> {
    const found = (await attempt((to) => to.each(['INFO']))).flatMap((info) => obstaclesIn(String(info)))
    if (isAway) log.info({}, 'Redis is back')
    isAway = false
    // What is wrong now may be mended by the next look.
    known = found.length === 0 ? found : null
    return found
  }

  async function run(to: Link, source: string, key: string, args: string[]): Promise<unknown> {
    const sha = hashes.get(source) ?? createHash('sha1').update(source).digest('hex')
    hashes.set(source, sha)
    try {
      return await to.send(key, ['EVALSHA', sha, '1', key, ...args])
    } catch (error) {
      if (replyCode(error) !== 'NOSCRIPT') throw error
      return to.send(key, ['EVAL', source, '1', key, ...args])
    }
  }

  return {
    script: (source, key, args) => entrust((to) => run(to, source, key, args)),
    command: (key, words) => entrust((to) => to.send(key, words)),
    each: (words) => entrust((to) => to.each(words)),
    async obstacles() {
      try {
        return await insist(look)
      } catch {
        return [{ code: 'redis-away', sentence: 'Redis cannot be reached: check REDIS_URL, and that it runs' }]
      }
    },
    close() {
      isClosed = true
      callOff()
      link.end()
    },
  }
}

class NotReadyError extends Error {
  override readonly name = 'NotReadyError'
}
