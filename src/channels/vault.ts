/** A channel's own durable facts (an offset, a conversation's history), sealed by whoever hands it over. */
export interface Vault {
  get(name: string): Promise<string | null>
  set(name: string, value: string): Promise<void>
}

/**
 * The same for an account that only one process may use, and whose keys change many at a time. Names are `<folder>/<anything>`: the
 * folder shows in the store and must tell nobody's name; the rest is sealed with the value.
 */
export interface FencedVault {
  /** Those of the named facts that there are. One that does not open is never taken for none, unless `unreadable` does not mind. */
  get(names: readonly string[], unreadable?: IfUnreadable): Promise<Map<string, string>>
  /** All facts of a folder, by their whole names. */
  list(folder: string, unreadable?: IfUnreadable): Promise<Map<string, string>>
  /**
   * All or nothing; null removes. Resolves once it is durable. Rejects with VaultLostError, and nothing was written, unless this
   * process has the role the vault was handed over with: whoever hears that must stop using what it read.
   */
  set(changes: ReadonlyMap<string, string | null>): Promise<void>
  /** Removes all facts of these folders, also what does not open. */
  clear(folders: readonly string[]): Promise<void>
}

/** Another process has the role now. Nothing was written. */
export class VaultLostError extends Error {
  override readonly name = 'VaultLostError'
}

/**
 * The store answers, but this fact does not open: changed or moved, which is for good; or its key is missing, with which it will open
 * again, so that nothing may be built on its not being there.
 */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError'
  readonly code: 'damaged' | 'key-missing'

  constructor(code: UnreadableError['code']) {
    super('a fact does not open')
    this.code = code
  }
}

/** Hears of each fact that does not open, and it is left out; what this throws the whole rejects with. Left out itself: the error. */
export type IfUnreadable = (error: UnreadableError) => void

/** For what comes again by itself. */
export const asMissing: IfUnreadable = () => {}

/** For what nobody can make again while its key may yet come back. */
export const damagedAsMissing: IfUnreadable = (error) => {
  if (error.code !== 'damaged') throw error
}
