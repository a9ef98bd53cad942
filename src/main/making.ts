import type { Channel } from '../channels/channel.ts'
import type { Config } from '../config.ts'
import type { ChatId } from '../ids.ts'
import type { Log } from '../log.ts'
import type { Seal } from '../seal.ts'
import type { Store } from '../stores/store.ts'
import type { Terminal } from './part.ts'

/** What the channels of real students are made of. */
export interface Making {
  config: Config
  log: Log
  store: Store
  /** Throws until the store is open: a channel asks no sooner than it is started. */
  seal(): Seal
  /** The desk's group as it is now. */
  desk(): ChatId | null
  terminal: Terminal
}

export interface Served {
  channel: Channel
  /** What people write comes by webhook, which any process can take in. */
  byWebhook: boolean
}
