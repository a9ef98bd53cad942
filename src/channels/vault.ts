/** A channel's own durable facts (an offset, a conversation's history), sealed by whoever hands it over. */
export interface Vault {
  get(name: string): Promise<string | null>
  set(name: string, value: string): Promise<void>
}
