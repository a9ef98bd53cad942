import { type FencedVault, VaultLostError } from '../../../src/channels/vault.ts'

/** A vault in memory, whose role can be lost and whose store can be away. */
export function memoryVault(facts = new Map<string, string>()) {
  const state = { isLost: false, isAway: false, sets: 0 }
  const check = (): void => {
    if (state.isAway) throw new Error('the store is away')
  }
  const vault: FencedVault = {
    async clear(folders) {
      const gone = [...facts.keys()].filter((name) => folders.includes(name.split('/')[0] ?? ''))
      await this.set(new Map(gone.map((name) => [name, null])))
    },
    async get(names) {
      check()
      return new Map(names.flatMap((name) => (facts.has(name) ? [[name, facts.get(name) ?? '']] : [])))
    },
    async list(folder) {
      check()
      return new Map([...facts].filter(([name]) => name.startsWith(`${folder}/`)))
    },
    async set(changes) {
      check()
      if (state.isLost) throw new VaultLostError()
      state.sets += 1
      for (const [name, value] of changes) {
        if (value === null) facts.delete(name)
        else facts.set(name, value)
      }
    },
  }
  return { vault, facts, state }
}
