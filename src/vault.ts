import { z } from 'zod'
import { type FencedVault, type Vault, VaultLostError } from './channels/vault.ts'
import type { Seal } from './seal.ts'
import type { Store } from './stores/store.ts'

type Changes = ReadonlyMap<string, string | null>

/** A channel's facts, sealed like everything else. Their names show. */
export function vaultOf(store: Pick<Store, 'readFact' | 'writeFact'>, seal: Seal, channel: string): Vault {
  const at = (name: string): string => `${channel}.${name}`
  return {
    async get(name) {
      const sealed = await store.readFact(at(name))
      return sealed === null ? null : seal.open('fact', at(name), sealed)
    },
    set: (name, value) => store.writeFact(at(name), seal.seal('fact', at(name), value)),
  }
}

export interface FencedParts {
  store: Pick<Store, 'readFacts' | 'listFacts' | 'changeFacts'>
  /** Asked at each use: a channel is made before its store can be read. */
  seal: () => Seal
  channel: string
  /** Whoever writes must have `role` as `holder`; a holder's name is for one vault alone. Null: any process may write. */
  fence: { role: string; holder: string } | null
}

/**
 * The facts of an account that only one process may use. Of a name only the folder shows; the rest is a keyed hash, and lies sealed
 * with the value. Rejects with SealError when a value was changed or moved.
 */
export function fencedVaultOf({ store, seal, channel, fence }: FencedParts): FencedVault {
  const stored = (name: string): string => storedName(seal(), channel, name)
  const open = ([at, sealed]: readonly [string, string]): [string, string] =>
    factSchema.parse(JSON.parse(seal().open('fact', at, sealed)))
  let nth = 0

  const line = oneAtATime(async (changes) => {
    nth += 1
    if (!(await store.changeFacts(changes, fence ? { ...fence, nth } : undefined)))
      throw new VaultLostError('another process has the role of this account now')
  })

  /** Resolves once nothing asked for earlier is still to come: behind one that perhaps happened goes another, which shuts it out. */
  async function settled(): Promise<void> {
    await line
      .last()
      .catch(unlessLost)
      .catch(() => line.write(new Map()).catch(unlessLost))
  }

  return {
    async get(names) {
      await settled()
      const found = await store.readFacts(names.map(stored))
      return new Map([...found].map(open))
    },
    async list(folder) {
      await settled()
      const found = await store.listFacts(`${channel}/${folderOf(`${folder}/`)}`)
      return new Map([...found].map(open))
    },
    async set(changes) {
      const sealed = [...changes].map(([name, value]): [string, string | null] => {
        const at = stored(name)
        return [at, value === null ? null : seal().seal('fact', at, JSON.stringify([name, value]))]
      })
      await line.write(new Map(sealed))
    },
  }
}

function unlessLost(error: unknown): void {
  if (!(error instanceof VaultLostError)) throw error
}

const factSchema = z.tuple([z.string(), z.string()])

function storedName(seal: Seal, channel: string, name: string): string {
  return `${channel}/${folderOf(name)}/${seal.factKey(`${channel}/${name}`)}`
}

/** What shows: a word of ours, never anything of a person's. */
function folderOf(name: string): string {
  const folder = /^([a-z][a-z-]{0,39})\//.exec(name)?.[1]
  if (folder === undefined)
    throw new Error('a fact of a vault is named "<folder>/<anything>", its folder in small letters')
  return folder
}

/**
 * In order, since what comes later counts. What comes while a write is out goes in one write after it: together all or nothing is all
 * or nothing for each.
 */
function oneAtATime(write: (changes: Changes) => Promise<void>) {
  let next: { changes: Map<string, string | null>; written: Promise<void> } | null = null
  let last = Promise.resolve()

  function begin(): { changes: Map<string, string | null>; written: Promise<void> } {
    const changes = new Map<string, string | null>()
    const go = (): Promise<void> => {
      next = null
      return write(changes)
    }
    last = last.then(go, go)
    return { changes, written: last }
  }

  return {
    write(changes: Changes): Promise<void> {
      next ??= begin()
      for (const [name, value] of changes) next.changes.set(name, value)
      return next.written
    },
    /** The last one asked for: when it ends, all others have. */
    last: (): Promise<void> => last,
  }
}
