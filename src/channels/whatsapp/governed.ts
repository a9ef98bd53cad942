import type { Clock } from '../../clock.ts'
import type { Log } from '../../log.ts'
import type { Trouble } from '../channel.ts'
import { damagedAsMissing, type FencedVault } from '../vault.ts'
import { createKeeper, readState } from './governor/keeper.ts'
import { createGovernor, type Departure, type Health, type Verdict } from './governor.ts'

/** The governor of the line: kept in the vault, and the desk told of what stops it. */
export interface Governed {
  /** Reads what is kept of this number, if that was not done since `forget`. Another number begins anew. Null: none is linked yet. */
  open(number: string | null): Promise<void>
  /** Another process may count from now on. */
  forget(): void
  /** Resolves once what was let go is kept. Null: the line was never open here. */
  ask(departure: Departure): Promise<Verdict | null>
  /** WhatsApp does not let the number write as it likes; until when (ms), if it says so. */
  restrict(until: number | null): Promise<void>
  /** Only emergencies and the desk go out, and now and then one message to see whether that is over. */
  isStopped(): boolean
  /** It took a message that was let go while the line was stopped, or says that the number may write again. */
  taken(): Promise<void>
  close(): Promise<void>
  health(): Health | null
}

interface GovernedParts {
  vault: FencedVault
  clock: Clock
  log: Log
  random(): number
  dailyCap: number
  /** Resolves once it is durable. */
  report(trouble: Trouble): Promise<void>
}

const STATE = 'governor/state'
/** Whose state it is. */
const NUMBER = 'governor/number'
const DAY = 24 * 60 * 60 * 1000

export function createGoverned({ vault, clock, log, random, dailyCap, report }: GovernedParts): Governed {
  let now: ReturnType<typeof begin> | null = null
  let current: string | null = null
  const owed = new Set<Trouble>()
  let cappedAt = Number.NEGATIVE_INFINITY

  /** Damaged it is none: the number counts as new, which is the careful side. */
  async function kept(name: string): Promise<string | undefined> {
    return (await vault.get([name], damagedAsMissing)).get(name)
  }

  function begin(written: string | null) {
    const governor = createGovernor({ clock, random, state: readState(written), dailyCap })
    return { governor, keeper: createKeeper(governor, (state) => vault.set(new Map([[STATE, state]]))) }
  }

  /** Once a day. */
  async function tellCapped(): Promise<void> {
    if (clock.now() - cappedAt < DAY) return
    cappedAt = clock.now()
    owed.add('capped')
    await pass()
  }

  /** What could not be told is told before the next message. */
  async function pass(): Promise<void> {
    for (const trouble of [...owed]) {
      if (!owed.delete(trouble)) continue
      await report(trouble).catch((error: unknown) => {
        owed.add(trouble)
        throw error
      })
    }
  }

  /** Of another number's warmth, counts and restrictions nothing holds. */
  async function belongTo(number: string): Promise<void> {
    const before = await kept(NUMBER)
    if (before !== undefined && before !== number) {
      await vault.set(new Map([[STATE, null]]))
      now = null
    }
    if (before !== number) await vault.set(new Map([[NUMBER, number]]))
    current = number
  }

  const isStopped = (): boolean => (now?.governor.health().restrictedUntil ?? null) !== null

  return {
    isStopped,
    async open(number) {
      if (number !== null && number !== current) await belongTo(number)
      now ??= begin((await kept(STATE)) ?? null)
      if (number !== null && now.governor.snapshot(0).linkedAt === null) now.governor.linked()
    },
    forget() {
      now = null
      current = null
    },
    async ask(departure) {
      if (now === null) return null
      pass().catch((error: unknown) => log.error({ channel: 'whatsapp', error }, 'the desk could not be told'))
      const verdict = now.governor.ask(departure)
      // A reminder has but half of a day's messages.
      if ('wait' in verdict && verdict.reason === 'capped' && departure.occasion !== 'reminder') await tellCapped()
      if ('go' in verdict) await now.keeper.settled()
      return verdict
    },
    async restrict(until) {
      if (now === null) return
      const isNews = !isStopped()
      now.governor.restricted(until)
      if (isNews) {
        log.error({ channel: 'whatsapp' }, 'WhatsApp restricts this number: only emergencies and the desk go out')
        owed.add('restricted')
      }
      await now.keeper.settled()
      await pass()
    },
    async taken() {
      if (now === null || !isStopped()) return
      now.governor.lifted()
      owed.add('resumed')
      await now.keeper.settled()
      await pass()
    },
    close: async () => now?.keeper.close(),
    health: () => now?.governor.health() ?? null,
  }
}
