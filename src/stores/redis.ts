import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { answerOf } from './redis/answers.ts'
import { openConnection } from './redis/connection.ts'
import { createFacts } from './redis/facts.ts'
import { listen } from './redis/link.ts'
import { resealAll } from './redis/reseal.ts'
import { createShards } from './redis/shards.ts'
import { DEAD_LETTER_DAYS, DEDUPE_WINDOW, LANE_LEASE, LATE_GRACE, LEASE, type Store } from './store.ts'

export interface RedisOptions {
  /** One server, or several nodes of one cluster. */
  urls: readonly string[]
  clock: Clock
  log: Log
  /** A new unguessable token for each claim. */
  token: () => string
  /** How long a turn and a delivery may take (ms, by Redis's clock). */
  leaseMs?: number
  laneLeaseMs?: number
  /** How long a call waits for a connection before it rejects (ms). */
  patience?: number
}

const DAY = 24 * 60 * 60 * 1000
const LIMITS = [DEDUPE_WINDOW, LATE_GRACE, DEAD_LETTER_DAYS * DAY]
/** Fixed for ever by where the chats lie: one on a single server, where more would only make smaller batches. */
const SHARDS = { single: 1, cluster: 16 }
const HINTS = 'afilia:wake'

/** Redis 7.0 or later, standalone or Cluster; any number of processes on it. Opens at once and connects by itself. */
export function redisStore(options: RedisOptions): Store {
  const { urls, clock, log, token, leaseMs = LEASE, laneLeaseMs = LANE_LEASE, patience = 2000 } = options
  const connection = openConnection({ urls, clock, log, patience })
  const shards = createShards(connection, urls.length > 1 ? SHARDS.cluster : SHARDS.single, LIMITS)
  const facts = createFacts(connection)
  const lease = String(leaseMs)
  const laneLease = String(laneLeaseMs)
  let hints: { end(): void } | null = null
  let first = 0
  let rewriteWanted = false

  /** Asks shard after shard, beginning with another each time, until there are enough. */
  async function gather<T>(most: number, ask: (shard: number, most: number) => Promise<T[]>): Promise<T[]> {
    const found: T[] = []
    first = (first + 1) % shards.count
    for (let turn = 0; turn < shards.count && found.length < most; turn += 1)
      found.push(...(await ask((first + turn) % shards.count, most - found.length)))
    return found
  }

  /** The log still holds, sealed, what was erased: a rewrite leaves it out. */
  async function rewriteLog(): Promise<void> {
    rewriteWanted = true
    await connection.each(['BGREWRITEAOF']).then(
      () => {
        rewriteWanted = false
      },
      // One is under way, and may have begun before the erasure: asked again with the next look at readiness.
      () => {},
    )
  }

  /** Something is due, and we do not take it ourselves. */
  const hint = () => void connection.command(HINTS, ['PUBLISH', HINTS, '']).catch(() => {})
  const bool = (value: boolean): string => (value ? '1' : '0')

  return {
    async post(chat, item, now, take) {
      const { id, body, at, most, gather } = item
      const told = [id, body, String(now), String(at ?? ''), String(most ?? ''), bool(take), token(), lease]
      if (gather) told.push(String(gather.quiet), String(gather.most))
      const posting = answerOf.posting(await shards.grow(shards.of(chat), 'post', chat, ...told))
      if (!take && posting.outcome === 'posted') hint()
      return posting
    },
    async answer(chat, item, ready, now, take) {
      const { last, token: own, session, next, outbox } = ready
      const answer = await shards.grow(
        shards.of(chat),
        'answer',
        ...[chat, item.id, String(item.at ?? ''), last, own, session, String(next ?? ''), String(now)],
        ...[bool(take), laneLease],
        ...outbox.flatMap(({ id, lane, body }) => [id, lane, body]),
      )
      if (!take && outbox.length > 0) hint()
      return answerOf.answering(answer, outbox)
    },
    claim: (now, most) =>
      gather(most, async (shard, some) =>
        // Refused when there is no memory, as the commit would be: a try must not count for nothing.
        answerOf.claims(await shards.grow(shard, 'claim', String(now), String(some), lease, token())),
      ),
    async commit(claim, work, take) {
      const { chat } = claim
      const bury = work.bury.flatMap(({ id, reason }) => [id, reason])
      const answer = await shards.grow(
        shards.of(chat),
        'commit',
        ...[chat, claim.token, String(claim.turn), bool(take), laneLease, work.session ?? ''],
        ...[String(work.next ?? ''), bool(work.forget), String(work.remove.length), String(bury.length)],
        ...work.remove,
        ...bury,
        ...work.outbox.flatMap(({ id, lane, body }) => [id, lane, body]),
      )
      // Also if it is told to be stale: asked again, an erasure that left nothing to remember it by is.
      if (work.forget) await rewriteLog()
      if (!take && work.outbox.length > 0) hint()
      return answerOf.committed(answer, work.outbox)
    },
    async release({ chat, token: held, turn }, retryAt, isTry = true) {
      await shards.shrink(shards.of(chat), 'release', chat, held, String(turn), String(retryAt), bool(isTry))
    },
    claimOutbox: (now, most) =>
      gather(most, async (shard, some) =>
        answerOf.rows(await shards.shrink(shard, 'claimOutbox', String(now), String(some), laneLease, token())),
      ),
    settle: async ({ chat, lane, id, token: held }, take) =>
      answerOf.row(await shards.shrink(shards.of(chat), 'settle', chat, lane, id, held, bool(take), laneLease)),
    async retry({ chat, lane, id, token: held }, due) {
      await shards.shrink(shards.of(chat), 'retry', chat, lane, id, held, String(due))
    },
    async nextDue() {
      // Asked at least once a second by whoever works.
      if (rewriteWanted) void rewriteLog()
      const all = Array.from({ length: shards.count }, (_, shard) => shards.shrink(shard, 'nextDue'))
      const dues = (await Promise.all(all)).flatMap(answerOf.instants)
      return dues.length === 0 ? null : Math.min(...dues)
    },
    peek: async (chat) => answerOf.text(await shards.shrink(shards.of(chat), 'peek', chat)),
    ...facts,
    async deadLetters(most) {
      const all = Array.from({ length: shards.count }, (_, shard) => shards.shrink(shard, 'deadLetters', String(most)))
      const letters = (await Promise.all(all)).flatMap(answerOf.deadLetters)
      return letters.sort((a, b) => b.at - a.at).slice(0, most)
    },
    reseal: (change) => resealAll({ connection, shards }, change),
    async obstacles() {
      if (rewriteWanted) await rewriteLog()
      return connection.obstacles()
    },
    onHint(wake) {
      hints ??= listen(urls[0] ?? '', HINTS, wake)
    },
    async close() {
      await shards.idle()
      hints?.end()
      connection.close()
    },
  }
}
