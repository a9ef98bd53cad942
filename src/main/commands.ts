import { flows } from '../../flows/index.ts'
import { createCalendar } from '../calendar.ts'
import type { Config } from '../config.ts'
import { listDeadLetters } from '../dead-letters.ts'
import { reportOf } from '../figures/report.ts'
import { FIGURES } from '../ids.ts'
import type { Log } from '../log.ts'
import { resealStore } from '../reseal.ts'
import { createSealer } from '../seal.ts'
import { clock, fail, texts } from './given.ts'
import { openSeal, openStore, ringOf } from './opening.ts'

/** What a command says, in pieces that bring their own ends of lines. */
type Write = (text: string) => void

/** `npm run reseal`, `npm run dead-letters`, `npm run report`: of the world of real students. */
export const commands: Record<string, (config: Config, log: Log, write: Write, args: string[]) => Promise<void>> = {
  async reseal(config, log, write) {
    const store = openStore(config, log)
    const ring = await ringOf(config, store)
    await openSeal(store, ring)
    const { replaced, left } = await resealStore(store, createSealer(ring), ring)
    write(`${replaced} values sealed anew with key ${ring.first.id}.\n`)
    for (const [id, count] of Object.entries(left)) write(`${count} are still sealed with key ${id}: run it again.\n`)
    if (Object.keys(left).length === 0) write('No other key is needed any more.\n')
    await store.close()
  },
  async 'dead-letters'(config, log, write) {
    const store = openStore(config, log)
    const seal = await openSeal(store, await ringOf(config, store))
    const calendar = createCalendar((flows[0] ?? fail('no procedure is configured')).calendar)
    for (const line of listDeadLetters(await store.deadLetters(100), seal, calendar)) write(`${line}\n`)
    await store.close()
  },
  async report(config, log, write, args) {
    const store = openStore(config, log)
    const seal = await openSeal(store, await ringOf(config, store))
    const key = seal.chatKey(FIGURES)
    const kept = await store.peek(key)
    await store.close()
    const calendars = new Map(flows.map((flow) => [flow.id, createCalendar(flow.calendar)]))
    const calendar = (flow: string) => calendars.get(flow) ?? fail('no procedure is configured')
    const session = kept === null ? null : seal.open('session', key, kept)
    write(reportOf({ texts, flows, calendar }, session, args, clock.now()))
  },
}
