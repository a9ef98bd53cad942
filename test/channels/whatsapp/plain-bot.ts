import makeWASocket, {
  type AuthenticationCreds,
  type AuthenticationState,
  type BaileysEventMap,
  type ConnectionState,
  initAuthCreds,
  type UserFacingSocketConfig,
  type WAMessage,
} from '@whiskeysockets/baileys'
import { type Happenings, makeHappenings } from './fake-happenings.ts'
import { memoryKeys } from './fake-keys.ts'
import { silent } from './fake-quiet.ts'

/** The real socket of Baileys, with nothing around it, and all it said since it was made. */
export interface PlainBot extends Pick<Happenings, 'until'> {
  readonly socket: ReturnType<typeof makeWASocket>
  readonly auth: AuthenticationState
  readonly upserts: { type: string; message: WAMessage }[]
  readonly updates: BaileysEventMap['messages.update']
  readonly connection: Partial<ConnectionState>[]
  /** Resolves once it is in. */
  opened(): Promise<unknown>
  /** Resolves to Baileys' number for the end of the connection. */
  closed(): Promise<number>
  /** What came in as this text. */
  hears(text: string): Promise<{ type: string; message: WAMessage }>
}

export function newAuth(creds: AuthenticationCreds = initAuthCreds()): AuthenticationState {
  return { creds, keys: memoryKeys() }
}

export function plainBot(options: Partial<UserFacingSocketConfig>, auth: AuthenticationState = newAuth()): PlainBot {
  const { changed, until } = makeHappenings()
  const upserts: PlainBot['upserts'] = []
  const updates: BaileysEventMap['messages.update'] = []
  const connection: Partial<ConnectionState>[] = []
  // Its echo would swallow what becomes of the message within the next tenth of a second: they come up as one.
  const socket = makeWASocket({ logger: silent, emitOwnEvents: false, ...options, auth })
  socket.ev.on('creds.update', (update) => void Object.assign(auth.creds, update))
  socket.ev.on('messages.upsert', ({ messages, type }) => {
    upserts.push(...messages.map((message) => ({ type, message })))
    changed()
  })
  socket.ev.on('messages.update', (some) => {
    updates.push(...some)
    changed()
  })
  socket.ev.on('connection.update', (update) => {
    connection.push(update)
    changed()
  })
  return {
    socket,
    auth,
    upserts,
    updates,
    connection,
    until,
    opened: () => until(() => connection.find((update) => update.connection === 'open')),
    closed: () => until(() => statusOf(connection.find((update) => update.connection === 'close'))),
    hears: (text) => until(() => upserts.find(({ message }) => textOf(message) === text)),
  }
}

export function textOf({ message }: WAMessage): string | null | undefined {
  return message?.conversation || message?.extendedTextMessage?.text
}

function statusOf(update: Partial<ConnectionState> | undefined): number | null {
  const error = update?.lastDisconnect?.error
  if (!error || !('output' in error)) return null
  return error.output.statusCode
}
