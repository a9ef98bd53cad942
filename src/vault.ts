import { z } from 'zod'
import { type FencedVault, type IfUnreadable, UnreadableError, type Vault, VaultLostError } from './channels/vault.ts'
import type { Log } from './log.ts'
import { keyOf, type Seal, SealError } from './seal.ts'
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
  log: Pick<Log, 'error'>
  /** Whoever writes must have `role` as `holder`; a holder's name is for one vault alone. Null: any process may write. */
  fence: { role: string; holder: string } | null
}

/**
 * The facts of an account that only one process may use. Of a name only the folder shows; the rest is a keyed hash, and lies sealed
 * with the value. What does not open is told to the operator, once, whatever the caller makes of it.
 */
export function fencedVaultOf({ store, seal, channel, log, fence }: FencedParts): FencedVault {
  const stored = (name: string): string => storedName(seal(), channel, name)
  const tell = createTeller(log, channel)
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

  function opened(found: ReadonlyMap<string, string>, unreadable: IfUnreadable = refuse): Map<string, string> {
    const sealer = seal()
    const facts = new Map<string, string>()
    for (const [at, sealed] of found) {
      const fact = openFact(sealer, at, sealed)
      if (fact instanceof UnreadableError) {
        tell(at, sealed, fact)
        unreadable(fact)
      } else facts.set(...fact)
    }
    return facts
  }

  async function listed(folder: string): Promise<Map<string, string>> {
    await settled()
    return store.listFacts(`${channel}/${folderOf(`${folder}/`)}`)
  }

  return {
    async get(names, unreadable) {
      await settled()
      return opened(await store.readFacts(names.map(stored)), unreadable)
    },
    async list(folder, unreadable) {
      return opened(await listed(folder), unreadable)
    },
    async set(changes) {
      const sealed = [...changes].map(([name, value]): [string, string | null] => {
        const at = stored(name)
        return [at, value === null ? null : seal().seal('fact', at, JSON.stringify([name, value]))]
      })
      await line.write(new Map(sealed))
    },
    async clear(folders) {
      const found = await Promise.all(folders.map(listed))
      await line.write(new Map(found.flatMap((facts) => [...facts.keys()]).map((at): [string, null] => [at, null])))
    },
  }
}

function unlessLost(error: unknown): void {
  if (!(error instanceof VaultLostError)) throw error
}

const factSchema = z.tuple([z.string(), z.string()])

function openFact(seal: Seal, at: string, sealed: string): [name: string, value: string] | UnreadableError {
  try {
    return factSchema.parse(JSON.parse(seal.open('fact', at, sealed)))
  } catch (error) {
    const isMissing = error instanceof SealError && error.reason === 'unknown-key'
    return new UnreadableError(isMissing ? 'key-missing' : 'damaged')
  }
}

const refuse: IfUnreadable = (error) => {
  throw error
}

/** Says of each fact that does not open, once, what can be done: of those of one folder that lack one key, once for all. */
function createTeller(log: Pick<Log, 'error'>, channel: string) {
  const told = new Set<string>()

  return function tell(at: string, sealed: string, { code }: UnreadableError): void {
    const place = at.split('/')[1] ?? ''
    const key = keyOf(sealed) ?? ''
    const what = code === 'damaged' ? at : `${place} ${key}`
    if (told.has(what)) return
    told.add(what)
    if (code === 'damaged') log.error({ channel, place }, 'a row of the store was changed or moved, and does not open')
    else
      log.error(
        { channel, place, reason: key },
        'rows are sealed with a key that is not in DATA_KEYS: add that key again, last, and restart',
      )
  }
}

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
