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
  /** Those of the named facts that there are. */
  get(names: readonly string[]): Promise<Map<string, string>>
  /** All facts of a folder, by their whole names. */
  list(folder: string): Promise<Map<string, string>>
  /**
   * All or nothing; null removes. Resolves once it is durable. Rejects with VaultLostError, and nothing was written, unless this
   * process has the role the vault was handed over with: whoever hears that must stop using what it read.
   */
  set(changes: ReadonlyMap<string, string | null>): Promise<void>
}

/** Another process has the role now. Nothing was written. */
export class VaultLostError extends Error {
  override readonly name = 'VaultLostError'
}
