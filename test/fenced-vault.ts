import { type FencedVault, VaultLostError } from '../src/channels/vault.ts'

/** A vault in memory, whose role can be lost. */
export interface HeldVault extends FencedVault {
  facts: Map<string, string>
  /** Another process has the role from now on. */
  lose(): void
}

export function heldVault(): HeldVault {
  const facts = new Map<string, string>()
  let isLost = false
  return {
    facts,
    lose() {
      isLost = true
    },
    get: async (names) =>
      new Map(
        names.flatMap((name) => {
          const value = facts.get(name)
          return value === undefined ? [] : [[name, value] as const]
        }),
      ),
    list: async (folder) => new Map([...facts].filter(([name]) => name.startsWith(`${folder}/`))),
    async set(changes) {
      if (isLost) throw new VaultLostError()
      for (const [name, value] of changes) {
        if (value === null) facts.delete(name)
        else facts.set(name, value)
      }
    },
  }
}
