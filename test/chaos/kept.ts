import type { z } from 'zod'
import { sessionSchema } from '../../src/session.ts'
import { quietLog } from '../words.ts'
import { contextSchema, countingFlow } from './flow.ts'
import { openStore, type Place, seal } from './open-store.ts'

/** What the store holds of each student, once nobody works on it any more. */
export async function readKept(
  place: Place,
  chats: Iterable<number>,
): Promise<Map<number, z.infer<typeof contextSchema> | null>> {
  const store = await openStore(place, quietLog)
  try {
    const kept = new Map<number, z.infer<typeof contextSchema> | null>()
    for (const chat of chats) {
      const key = seal.chatKey(`telegram:${chat}`)
      const sealed = await store.peek(key)
      kept.set(chat, sealed === null ? null : contextOf(seal.open('session', key, sealed)))
    }
    return kept
  } finally {
    await store.close()
  }
}

function contextOf(session: string): z.infer<typeof contextSchema> {
  const { flows } = sessionSchema.parse(JSON.parse(session))
  return contextSchema.parse(countingFlow.check(flows[countingFlow.id]).context)
}
