import { type FencedVault, VaultLostError } from '../../../src/channels/vault.ts'

export interface MemoryVault extends FencedVault {
  facts: Map<string, string>
  /** Nothing can be written from now on, or again. */
  lose(isLost: boolean): void
}

/** A vault that is gone with the test; every call waits a moment, as a real one does. */
export function memoryVault(): MemoryVault {
  const facts = new Map<string, string>()
  let isLost = false
  const moment = () => new Promise<void>((resolve) => setImmediate(resolve))
  return {
    facts,
    lose(now) {
      isLost = now
    },
    async get(names) {
      await moment()
      return new Map(names.flatMap((name) => (facts.has(name) ? [[name, facts.get(name) ?? '']] : [])))
    },
    async list(folder) {
      await moment()
      return new Map([...facts].filter(([name]) => name.startsWith(`${folder}/`)))
    },
    async set(changes) {
      await moment()
      if (isLost) throw new VaultLostError('another process has the role')
      for (const name of changes.keys()) if (!/^[a-z]+\/./.test(name)) throw new Error(`no folder: ${name}`)
      for (const [name, value] of changes) {
        if (value === null) facts.delete(name)
        else facts.set(name, value)
      }
    },
  }
}
