import { type FencedVault, VaultLostError } from '../src/channels/vault.ts'

/** A vault in memory, whose role can be lost. */
export interface HeldVault extends FencedVault {
  facts: Map<string, string>
  /** Another process has the role from now on, or no more. */
  lose(isLost?: boolean): void
}

/** Every call waits a moment, as a real one does. */
export function heldVault(facts = new Map<string, string>()): HeldVault {
  let isLost = false
  const moment = () => new Promise<void>((resolve) => setImmediate(resolve))
  return {
    facts,
    lose(now = true) {
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
    async clear(folders) {
      const gone = [...facts.keys()].filter((name) => folders.includes(name.split('/')[0] ?? ''))
      await this.set(new Map(gone.map((name) => [name, null])))
    },
    async set(changes) {
      await moment()
      if (isLost) throw new VaultLostError('another process has the role')
      for (const name of changes.keys()) if (!/^[a-z-]+\/./.test(name)) throw new Error(`no folder: ${name}`)
      for (const [name, value] of changes) {
        if (value === null) facts.delete(name)
        else facts.set(name, value)
      }
    },
  }
}
