import type { proto } from '@whiskeysockets/baileys'
import type { Companion } from './fake-companion.ts'
import type { Inside } from './fake-group.ts'
import type { Handset } from './fake-handset.ts'
import type { Happenings } from './fake-happenings.ts'
import type { Line } from './fake-line.ts'
import type { Shown } from './fake-screen.ts'

/** What everybody on the network shares. */
export interface Exchange extends Happenings {
  /** The linked device, which is the bot. */
  companion(): Companion
  line: Line
  /** The phone that goes by this number or lid; device and all. */
  handset(jid: string): Handset | undefined
  /** The number's own phone. */
  own(): Handset
  /** By id, what only the number's own phone was given. */
  readonly ownCopies: Map<string, proto.IWebMessageInfo>
  /** The group of this id. */
  group(id: string): Inside | undefined
  now(): number
  /** Something went wrong where nobody waits for it. */
  failed(error: unknown): void
  /** The content of a message, if it has one, read from the store of media. */
  fetch(message: proto.IMessage): Promise<Shown['media']>
}
