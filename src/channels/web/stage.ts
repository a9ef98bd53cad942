import type { Update } from '../../update.ts'
import type { Agents } from './agents.ts'
import type { Feed } from './feed.ts'
import type { History } from './history.ts'
import type { Entry, Instant, Line, LogName, Shown } from './page/wire.ts'
import type { SimulatorPort } from './port.ts'
import type { Presses } from './presses.ts'

export type Receive = (update: Update) => Promise<void>

/** What the channel and its routes share. */
export interface Stage {
  port: SimulatorPort
  feed: Feed
  presses: Presses
  /** What every POST must carry. */
  token: string
  history(): Promise<History>
  agents(): Promise<Agents>
  /** Keeps an entry and shows it to the open pages. */
  write(log: LogName, line: Line, at: number): Promise<Entry>
  shown(entry: Entry): Shown
  instant(at: number): Instant
  /** Null while the channel does not listen. */
  receive(): Receive | null
}
