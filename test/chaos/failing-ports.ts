/** The world's ports, wrapped from outside so that a process ends itself at a chosen point. Nothing in src/ knows. */
import { writeSync } from 'node:fs'
import type { Channel } from '../../src/channels/channel.ts'
import type { ChatId } from '../../src/ids.ts'
import type { Message } from '../../src/message.ts'
import type { Seal } from '../../src/seal.ts'
import type { Claim, OutboxClaim, Store } from '../../src/stores/store.ts'
import type { Failure, Point } from './points.ts'

export interface FailingPorts {
  store(inner: Store): Store
  seal(inner: Seal): Seal
  channel(inner: Channel): Channel
}

export interface FailingOptions {
  failure: Failure | null
  /** Every so manieth answer of the store is lost after it has done its work: what a cut connection does. 0: none. */
  loseEvery: number
  desk: ChatId
  /** Hands over one message at a time, until it is off the outbox: then a kill finds one on its way at most. */
  oneByOne: boolean
}

/** Opens what a row holds, to tell which message was settled. */
type Read = (row: OutboxClaim) => string

export function failingPorts({ failure, loseEvery, desk, oneByOne }: FailingOptions, read: Read): FailingPorts {
  const line = waitingLine()
  let left = failure?.hit ?? 0
  let answers = 0

  function reach(point: Point): void {
    if (failure?.point !== point) return
    left -= 1
    if (left === 0) process.kill(process.pid, 'SIGKILL')
  }

  function isNewCard(message: Message): boolean {
    return message.type === 'say' && message.key === 'card' && !failure?.posted.includes(message.body.text)
  }

  function answered(): void {
    answers += 1
    if (loseEvery > 0 && answers % loseEvery === 0) throw new Error('the answer of the store was lost')
  }

  function handed(claims: readonly Claim[]): void {
    for (const _ of claims) reach('T4')
  }

  function leased(rows: readonly (OutboxClaim | null)[]): void {
    for (const row of rows) if (row !== null) reach('T9')
  }

  return {
    store: (inner) => ({
      ...inner,
      async post(chat, item, now, take) {
        const posting = await inner.post(chat, item, now, take)
        answered()
        if (posting.claim) handed([posting.claim])
        return posting
      },
      async answer(chat, item, ready, now, take) {
        reach('T7')
        const answering = await inner.answer(chat, item, ready, now, take)
        answered()
        if (answering.outcome !== 'committed') return answering
        reach('T8')
        if (ready.next !== null && ready.next <= Date.now()) reach('T13')
        leased(answering.rows)
        return answering
      },
      async claim(now, most) {
        const claims = await inner.claim(now, most)
        handed(claims)
        return claims
      },
      async commit(claim, work, take) {
        if (claim.items.length === 0) reach('T14')
        reach('T7')
        const committed = await inner.commit(claim, work, take)
        answered()
        if (committed === 'stale') return committed
        reach('T8')
        if (work.next !== null && work.next <= Date.now()) reach('T13')
        leased(committed.rows)
        return committed
      },
      async claimOutbox(now, most) {
        const rows = await inner.claimOutbox(now, most)
        leased(rows)
        return rows
      },
      async settle(row, take) {
        const next = await inner.settle(row, take)
        tell('<', read(row))
        answered()
        reach('T12')
        leased([next])
        line.leave(read(row))
        return next
      },
      async retry(row, due) {
        await inner.retry(row, due)
        line.leave(read(row))
      },
    }),
    seal: (inner) => ({
      ...inner,
      open(field, chat, sealed) {
        const plain = inner.open(field, chat, sealed)
        if (field === 'session') reach('T5')
        return plain
      },
      seal(field, chat, plain) {
        if (field === 'session') reach('T6')
        return inner.seal(field, chat, plain)
      },
    }),
    channel: (inner) => ({
      ...inner,
      async routes(server) {
        server.addHook('onRequest', async () => reach('T0'))
        server.addHook('onResponse', async () => reach('T3'))
        await inner.routes?.(server)
      },
      start: (receive, report) =>
        inner.start(async (update) => {
          reach('T1')
          await receive(update)
          reach('T2')
        }, report),
      async deliver(to, message, id) {
        const name = nameOf(to, message)
        if (oneByOne) await line.enter(name)
        tell('>', name)
        const receipt = await inner.deliver(to, message, id)
        if (receipt.status === 'sent' && to !== desk) reach('T11')
        if (receipt.status === 'sent' && isNewCard(message)) reach('T15')
        return receipt
      },
    }),
  }
}

/** "telegram:5 echo 7"; what is no new message on a screen is named by its kind. */
export function nameOf(to: ChatId, message: Message): string {
  return message.type === 'say' ? `${to} ${message.body.text}` : `${message.type} ${JSON.stringify(message)}`
}

/** One at a time, in the order of arrival. */
function waitingLine(): { enter(name: string): Promise<void>; leave(name: string): void } {
  const waiting: { name: string; call: () => void }[] = []
  let current: string | null = null
  const next = (): void => {
    const first = waiting.shift()
    current = first?.name ?? null
    first?.call()
  }
  return {
    enter: (name) =>
      new Promise((call) => {
        waiting.push({ name, call })
        if (current === null) next()
      }),
    leave(name) {
      if (current === name) next()
    },
  }
}

/** Written before anything else happens, so that a kill right after cannot take it back. */
export function tell(sign: '>' | '<' | '=', text: string): void {
  writeSync(1, `${sign}${text}\n`)
}
