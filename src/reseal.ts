import type { KeyRing } from './keys.ts'
import { keyOf, type Sealer } from './seal.ts'
import type { Store } from './stores/store.ts'

export interface Resealed {
  /** Sealed anew with the first key of the ring. */
  replaced: number
  /** Still sealed with another key, by its id: changed meanwhile, or unreadable. An id that is not here may leave the ring. */
  left: Record<string, number>
}

/** Finishes a rotation of keys: what no turn has touched since is sealed with the new key too. May run beside the bot. */
export async function resealStore(store: Store, sealer: Sealer, ring: KeyRing): Promise<Resealed> {
  const isOld = (value: string): boolean => keyOf(value) !== ring.first.id
  const replaced = await store.reseal((field, chat, value) => {
    if (!isOld(value)) return null
    try {
      return sealer.seal(field, chat, sealer.open(field, chat, value))
    } catch {
      return null
    }
  })
  const left: Record<string, number> = {}
  await store.reseal((_field, _chat, value) => {
    const id = keyOf(value) ?? '?'
    if (isOld(value)) left[id] = (left[id] ?? 0) + 1
    return null
  })
  return { replaced, left }
}
