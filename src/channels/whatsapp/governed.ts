import type { Clock } from '../../clock.ts'
import type { Log } from '../../log.ts'
import type { Trouble } from '../channel.ts'
import type { FencedVault } from '../vault.ts'
import { createKeeper, readState } from './governor/keeper.ts'
import { createGovernor, type Departure, type Health, type Verdict } from './governor.ts'

/** The governor of the line: kept in the vault, and the desk told of what stops it. */
export interface Governed {
  /** Reads what is kept, if that was not done since `forget`. */
  open(isLinked: boolean): Promise<void>
  /** Another process may count from now on. */
  forget(): void
  /** Resolves once what was let go is kept. Null: the line was never open here. */
  ask(departure: Departure): Promise<Verdict | null>
  /** WhatsApp does not let the number write as it likes; until when (ms), if it says so. */
  restrict(until: number | null): Promise<void>
  /** It took a message, or says that the number may write again. */
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
const DAY = 24 * 60 * 60 * 1000

export function createGoverned({ vault, clock, log, random, dailyCap, report }: GovernedParts): Governed {
  let now: ReturnType<typeof begin> | null = null
  let cappedAt = Number.NEGATIVE_INFINITY

  function begin(written: string | null) {
    const governor = createGovernor({ clock, random, state: readState(written), dailyCap })
    return { governor, keeper: createKeeper(governor, (state) => vault.set(new Map([[STATE, state]]))) }
  }

  /** Once a day. */
  async function tellCapped(): Promise<void> {
    if (clock.now() - cappedAt < DAY) return
    cappedAt = clock.now()
    await report('capped')
  }

  return {
    async open(isLinked) {
      now ??= begin((await vault.get([STATE])).get(STATE) ?? null)
      if (isLinked && now.governor.snapshot(0).linkedAt === null) now.governor.linked()
    },
    forget() {
      now = null
    },
    async ask(departure) {
      if (now === null) return null
      const verdict = now.governor.ask(departure)
      // A reminder has but half of a day's messages.
      if ('wait' in verdict && verdict.reason === 'capped' && departure.occasion !== 'reminder') await tellCapped()
      if ('go' in verdict) await now.keeper.settled()
      return verdict
    },
    async restrict(until) {
      if (now === null) return
      const isNews = now.governor.health().restrictedUntil === null
      now.governor.restricted(until)
      await now.keeper.settled()
      if (!isNews) return
      log.error({ channel: 'whatsapp' }, 'WhatsApp restricts this number: only emergencies and the desk go out')
      await report('restricted')
    },
    async taken() {
      if (now === null || now.governor.health().restrictedUntil === null) return
      now.governor.lifted()
      await now.keeper.settled()
      await report('resumed')
    },
    close: async () => now?.keeper.close(),
    health: () => now?.governor.health() ?? null,
  }
}
