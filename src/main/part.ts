import type { Channel } from '../channels/channel.ts'

/** A world to be: it has channels before it has a store that can be used. */
export interface Part {
  channels: readonly Channel[]
  /** What stands in its way, as codes. */
  obstacles(): Promise<string[]>
  /** Resolves once it serves. */
  begin(): Promise<void>
  stop(): Promise<void>
}

/** What only main may do: speak on the terminal, and know where the web server is. */
export interface Terminal {
  print(line: string): void
  /** For what is wrong. */
  warn(line: string): void
  /** Where pages of ours are; '' before the server listens. */
  pageUrl(): string
}
