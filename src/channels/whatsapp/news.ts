import type { Clock } from '../../clock.ts'
import type { Log } from '../../log.ts'
import type { Trouble } from '../channel.ts'
import { asMissing, type FencedVault } from '../vault.ts'

/** What the desk is told of the line: one thing after the other, each until it is durable. */
export interface News {
  tell(trouble: Trouble): void
  /** Whether the desk was told of trouble and not yet that it is over, be it by an earlier life. */
  isTrouble(): Promise<boolean>
  /** Resolves once nothing is under way. What is still owed is found again by whoever opens the line next: it stands as it stood. */
  end(): Promise<void>
}

interface NewsParts {
  vault: FencedVault
  clock: Clock
  log: Log
  /** Resolves once it is durable. */
  report(trouble: Trouble): Promise<void>
}

/** There while the desk has trouble to hear the end of. */
const TROUBLE = 'line/trouble'
/** Until it is said again (ms). */
const AGAIN = 5000

export function createNews({ vault, clock, log, report }: NewsParts): News {
  let owed: Trouble[] = []
  let telling = Promise.resolve()
  let callOff = (): void => {}

  function pass(): void {
    telling = telling.then(tellAll).catch((error: unknown) => {
      log.warn({ channel: 'whatsapp', error }, 'the desk could not be told of the line yet')
      callOff()
      callOff = clock.wake(clock.now() + AGAIN, pass)
    })
  }

  async function tellAll(): Promise<void> {
    for (let [next] = owed; next !== undefined; [next] = owed) {
      const isOver = next === 'linked'
      if (!isOver) await vault.set(new Map([[TROUBLE, next]]))
      await report(next)
      if (isOver) await vault.set(new Map([[TROUBLE, null]]))
      owed.shift()
    }
  }

  return {
    tell(trouble) {
      owed.push(trouble)
      pass()
    },
    isTrouble: async () => (await vault.get([TROUBLE], asMissing)).size > 0,
    async end() {
      await telling
      callOff()
      owed = []
    },
  }
}
