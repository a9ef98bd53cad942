import {
  type BinaryNode,
  Browsers,
  type CacheStore,
  DEFAULT_CONNECTION_CONFIG,
  type GroupMetadata,
  isJidBroadcast,
  isJidNewsletter,
  makeWASocket,
  type proto,
  type UserFacingSocketConfig,
  type WAMessageKey,
  type WASocket,
} from '@whiskeysockets/baileys'
import { absentRows } from './absent.ts'
import type { Auth } from './auth.ts'
import { createJournal, type JournalParts } from './journal.ts'
import { oneByOne } from './one-by-one.ts'

export interface SocketParts extends Omit<JournalParts, 'auth'> {
  auth: Auth
  /** What we once sent, for a phone that could not read it. */
  sent(key: WAMessageKey): Promise<proto.IMessage | undefined>
  group(jid: string): Promise<GroupMetadata | undefined>
  /** How often each message was asked for again: it must outlive the socket, or a phone and we could ask each other for ever. */
  retries: CacheStore
  /** Of a test: another server. */
  more: Partial<UserFacingSocketConfig>
}

/** A socket that keeps what it deciphers before it acknowledges it, says nothing on the console and asks for no history. */
export function openSocket({ auth, sent, group, retries, more, ...parts }: SocketParts): WASocket {
  const journal = createJournal({ auth, ...parts })
  const socket = makeWASocket({
    logger: silent,
    // Codes are only taken from browsers that WhatsApp knows.
    browser: Browsers.ubuntu('Chrome'),
    // Or the phone of whoever looks after the number would never ring.
    markOnlineOnConnect: false,
    syncFullHistory: false,
    shouldSyncHistoryMessage: () => false,
    emitOwnEvents: false,
    shouldIgnoreJid: (jid) => Boolean(isJidBroadcast(jid) || isJidNewsletter(jid)),
    // The vault never fails a write: it ends the socket instead.
    transactionOpts: { maxCommitRetries: 1, delayBetweenTriesMs: 0 },
    getMessage: sent,
    cachedGroupMetadata: group,
    msgRetryCounterCache: retries,
    ...more,
    auth: auth.state,
    makeSignalRepository: oneByOne(journal.wrap(DEFAULT_CONNECTION_CONFIG.makeSignalRepository)),
  })
  inOrder(socket.ws, async (node) => {
    journal.watch(node)
    await auth.alongside(absentRows(node, auth.state.creds.me), async () => {})
  })
  return socket
}

/**
 * Baileys takes up what comes live beside what had waited, and asks for the names of a sender before it stands in line: what somebody
 * wrote second could be heard first. Here each message waits until the one before it is kept and answered for.
 */
function inOrder(ws: WASocket['ws'], before: (node: BinaryNode) => Promise<void>): void {
  const handlers = ws.listeners('CB:message')
  ws.removeAllListeners('CB:message')
  let last: Promise<unknown> = Promise.resolve()
  ws.on('CB:message', (node: BinaryNode) => {
    const { offline: _, ...attrs } = node.attrs
    const handle = () => Promise.all(handlers.map((handler) => Reflect.apply(handler, ws, [{ ...node, attrs }])))
    last = last
      .then(() => before(node))
      .then(handle)
      .catch(() => {})
  })
}

/** Baileys' own log holds whole stanzas, keys and numbers. */
const silent = {
  level: 'silent',
  child: () => silent,
  trace() {},
  debug() {},
  info() {},
  warn() {},
  error() {},
}
