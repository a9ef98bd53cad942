import type { Clock } from '../../clock.ts'
import type { Log } from '../../log.ts'
import type { Update } from '../../update.ts'
import type { Report } from '../channel.ts'
import type { Alarms } from './alarms.ts'
import type { Chats } from './chats.ts'
import { type Delivery, decode, type Heard, type Status } from './decode.ts'
import { failureOfCode } from './failure.ts'
import { chatOf } from './person.ts'
import type { Tally } from './tally.ts'
import type { Told } from './told.ts'

export interface HearingParts {
  numberId: string
  chats: Chats
  told: Told
  alarms: Alarms
  tally: Tally
  clock: Clock
  log: Log
  receive(update: Update): Promise<void>
  report(report: Report): Promise<void>
}

/**
 * Takes one delivery of Meta's: resolves once all that was said in it is durable, and rejects when something could not be kept; then
 * Meta sends all of it again, and what is known is dropped.
 */
export async function hear(parts: HearingParts, raw: unknown): Promise<Delivery> {
  const { alarms, clock, log, numberId, tally } = parts
  const delivery = decode(raw, numberId, clock.now())
  tally.heard(clock.now())
  if (delivery.skipped > 0) {
    tally.count('skipped')
    log.warn({ channel: 'whatsapp-cloud', count: delivery.skipped }, 'parts of a delivery could not be read')
  }
  for (const code of delivery.errors) {
    tally.failed(code)
    log.error({ channel: 'whatsapp-cloud', status: code }, 'Meta tells of an error of the account')
    raise(alarms, code)
  }
  const done = await Promise.allSettled([
    ...byPerson(delivery.heard).map((written) => inTurn(written, (heard) => keep(parts, heard))),
    ...delivery.statuses.map((status) => follow(parts, status)),
  ])
  const failed = done.find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
  return delivery
}

function byPerson(all: readonly Heard[]): Heard[][] {
  const people = new Map<string | null, Heard[]>()
  for (const heard of all) {
    const who = heard.from.number ?? heard.from.user
    const written = people.get(who) ?? []
    people.set(who, written)
    written.push(heard)
  }
  return [...people.values()]
}

/** What somebody wrote first is kept first; what comes behind what could not be kept waits with it. */
async function inTurn<T>(all: readonly T[], run: (one: T) => Promise<void>): Promise<void> {
  for (const one of all) await run(one)
}

/** When they wrote is known before anybody can answer: the answer depends on it. */
async function keep({ chats, receive }: HearingParts, { from, update, media }: Heard): Promise<void> {
  const address = await chats.addressOf(from)
  if (address === null) return
  await chats.heard(address, from, { at: update.at, ref: update.ref, media })
  await receive({ ...update, chat: chatOf(address) })
}

async function follow(parts: HearingParts, { ref, status, to, opaque, code }: Status): Promise<void> {
  const { alarms, chats, log, report, tally, told } = parts
  if (status !== 'failed') {
    if (opaque !== null) told.keep(opaque, ref)
    if (status === 'delivered' || status === 'read') tally.count(status)
    return
  }
  tally.failed(code)
  log.warn({ channel: 'whatsapp-cloud', status: code }, 'a message that was taken did not arrive')
  const { kind } = raise(alarms, code)
  const address = await chats.addressOf(to)
  if (address === null) return
  const why = kind === 'gone' ? 'gone' : kind === 'window' || kind === 'template' ? 'window' : 'refused'
  await report({ kind: 'undelivered', chat: chatOf(address), ref, why })
}

/** What a code says of the whole channel is told, whatever it says of one message. */
function raise(alarms: Alarms, code: number): ReturnType<typeof failureOfCode> {
  const failure = failureOfCode(code)
  if (failure.kind === 'template') alarms.raise('template')
  if ('trouble' in failure && failure.trouble) alarms.raise(failure.trouble)
  return failure
}
