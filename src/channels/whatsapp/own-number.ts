import { z } from 'zod'
import type { Clock } from '../../clock.ts'
import { asMissing, type FencedVault } from '../vault.ts'
import { CREDS } from './auth.ts'

const credsSchema = z.looseObject({ me: z.looseObject({ id: z.string() }).optional() })

/** How long (ms) what another process links may stay unknown here. */
const LOOKS_EVERY = 60_000

/**
 * The number the bot speaks from. A process without the line answers students, too, and must not send them to that number: it looks whose
 * account it is.
 */
export function createOwnNumber(parts: {
  vault: FencedVault
  clock: Clock
  /** As whoever has the line knows it. */
  me(): { id: string } | null
}): () => string | null {
  const { vault, clock, me } = parts
  let found: string | null = null
  let lookedAt = Number.NEGATIVE_INFINITY

  async function look(): Promise<void> {
    const kept = (await vault.get([CREDS], asMissing)).get(CREDS)
    found = kept === undefined ? null : numberOf(credsSchema.parse(JSON.parse(kept)).me?.id ?? '')
  }

  return () => {
    const own = me()
    if (own !== null) return numberOf(own.id)
    if (clock.monotonic() - lookedAt > LOOKS_EVERY) {
      lookedAt = clock.monotonic()
      // Not now, then in a minute.
      look().catch(() => {})
    }
    return found
  }
}

/** The digits of the account's own jid. */
function numberOf(jid: string): string | null {
  return /^(\d{6,20})[:@]/.exec(jid)?.[1] ?? null
}
