import { setMaxListeners } from 'node:events'
import type { UserFacingSocketConfig, WASocket } from '@whiskeysockets/baileys'
import type { Clock } from '../../clock.ts'
import type { Log } from '../../log.ts'
import type { Trouble } from '../channel.ts'
import { type FencedVault, UnreadableError, VaultLostError } from '../vault.ts'
import { type Auth, accountFolders, openAuth } from './auth.ts'
import type { Linking, LinkState, Stopped } from './link/linking.ts'
import { createNews } from './news.ts'
import { nextAfter, reasons } from './policy.ts'
import { createRetries } from './retries.ts'
import { openSocket, type SocketParts } from './socket.ts'

export interface ConnectionParts extends Pick<SocketParts, 'arrived' | 'nextRow' | 'heard' | 'sent' | 'group'> {
  vault: FencedVault
  clock: Clock
  log: Log
  random(): number
  /** Links by a code for this number instead of a QR. */
  number: string | null
  socket: Partial<UserFacingSocketConfig>
  /** Before each socket, the account known: what an earlier one left behind. */
  prepare(): Promise<void>
  /** A socket that is not open yet: whoever wants to hear its events says so now. */
  made(socket: WASocket): void
  /** The state to be shown to whoever links. */
  shown(state: LinkState): void
  /** Resolves once it is durable. */
  report(trouble: Trouble): Promise<void>
  /** WhatsApp restricts the number, until then if it says so (ms); or does so no more. */
  locked(isLocked: boolean, until: number | null): void
}

/** Why WhatsApp closed a socket; undefined: for a reason of ours; the error: none was made, for what it needs does not open. */
type End = number | undefined | UnreadableError

export interface Connection extends Linking {
  /** Keeps one socket after the other open until told to stop. Only one may run for an account. */
  run(signal: AbortSignal): Promise<void>
  /** The open socket; null while there is none. */
  open(): WASocket | null
  /** Its end, for whoever waits for an answer of it. */
  ended(): AbortSignal
  /** The account's own jids; null before it is linked. */
  me(): { id: string; lid: string } | null
  connects(): number
}

/** How long a QR is good (ms): Baileys' own time for the first, and more than for the rest. */
const QR_LASTS = 60_000
/** How long (ms) a line may take to open. */
const OPENS = 45_000
/** How long (ms) a socket may take to close. */
const CLOSES = 1000
/** An account of which nothing is left to keep: another process may have it, another program give it back, or its key come back. */
const OVER: readonly Stopped[] = ['logged-out', 'forbidden', 'damaged']
/** What whoever looks after it can do. */
const TO_DO = {
  'logged-out': 'WhatsApp does not let this number in: link it anew',
  forbidden: 'WhatsApp does not let this number in: link it anew',
  damaged: 'WhatsApp has stopped: its account in the store is damaged, link the number anew or restore a backup',
  'key-missing': 'WhatsApp has stopped, and nothing is lost: add the key that DATA_KEYS lacks again, last, and restart',
} as const
/** What comes to an end sooner than this (ms) after it opened was no good line. */
const GOOD = 30_000

export function createConnection(parts: ConnectionParts): Connection {
  const { vault, clock, log, random } = parts
  const retries = createRetries(clock.monotonic)
  const news = createNews(parts)
  let state: LinkState = { is: 'standby' }
  let socket: WASocket | null = null
  let isOpen = false
  let me: { id: string; lid: string } | null = null
  let isNews = false
  let connects = 0
  let failures = 0
  let resume = (): void => {}
  let ending = newEnding()
  ending.abort()

  function show(next: LinkState): void {
    // Whoever had to do something about it wants to hear that it worked. That another process has the line was nobody's business.
    if (next.is === 'qr' || next.is === 'code' || next.is === 'stopped') isNews = true
    state = next
    parts.shown(next)
  }

  async function run(signal: AbortSignal): Promise<void> {
    // What was shown in an earlier term may have been dealt with by another process; what is owed of it stands in the vault.
    isNews = false
    show({ is: 'starting' })
    while (!signal.aborted) {
      const end = await life(signal)
      if (signal.aborted) break
      failures += 1
      const next = nextOf(end)
      // Begun before anything is shown: whoever links anew at once is heard.
      const rested = rest(next.kind === 'again' ? next.after : Number.POSITIVE_INFINITY, signal)
      if (next.kind === 'again') {
        if (end === reasons.replaced && (await isOurs())) stopped('replaced')
        log.info({ channel: 'whatsapp', count: failures, status: next.status }, 'the line closed, it is opened again')
      } else {
        log.error({ channel: 'whatsapp', reason: next.why }, TO_DO[next.why])
        stopped(next.why)
      }
      await rested
    }
    await news.end()
    show({ is: 'standby' })
  }

  function nextOf(end: End) {
    if (end instanceof UnreadableError) return { kind: 'stop' as const, why: end.code }
    return { ...nextAfter(end, failures, random()), status: end ?? 0 }
  }

  /** Whether it is another program that has our account now, and not another process of ours that has our role. */
  function isOurs(): Promise<boolean> {
    return vault.set(new Map()).then(
      () => true,
      (error: unknown) => !(error instanceof VaultLostError),
    )
  }

  function stopped(why: Stopped): void {
    show({ is: 'stopped', why })
    news.tell(why)
  }

  /** Until then, or until somebody links anew. */
  function rest(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        callOff()
        signal.removeEventListener('abort', end)
        resolve()
      }
      const callOff = Number.isFinite(ms) ? clock.wake(clock.now() + ms, end) : () => {}
      signal.addEventListener('abort', end)
      resume = end
      if (signal.aborted) end()
    })
  }

  /** One socket, from its making to its end. */
  async function life(signal: AbortSignal): Promise<End> {
    let end: (code?: number) => void = () => {}
    const over = new Promise<number | undefined>((resolve) => (end = resolve))
    const stop = (): void => end()
    signal.addEventListener('abort', stop)
    ending = newEnding()
    let auth: Auth | null = null
    let callOff = (): void => {}
    try {
      // Whoever lost the role and does not know yet would throw out the one that has it.
      await vault.set(new Map())
      isNews ||= await news.isTrouble()
      auth = await openAuth(vault, (error) => {
        log.warn({ channel: 'whatsapp', error }, 'the keys cannot be kept: nothing is taken in until they can')
        end()
      })
      me = accountOf(auth)
      await parts.prepare()
      if (!signal.aborted) begin(auth, end)
      // Now and then a socket that was refused never says so. Whoever is yet to be linked may take their time.
      if (me !== null) callOff = clock.wake(clock.now() + OPENS, () => isOpen || end())
      return await over
    } catch (error) {
      if (error instanceof UnreadableError) return error
      log.warn({ channel: 'whatsapp', error }, 'the line could not be opened')
      return undefined
    } finally {
      callOff()
      signal.removeEventListener('abort', stop)
      await leave(auth)
    }
  }

  function begin(auth: Auth, end: (code?: number) => void): void {
    const { sent, group, arrived, nextRow, heard, socket: more } = parts
    const made = openSocket({ auth, sent, group, arrived, nextRow, heard, retries: retries.begin(), more })
    socket = made
    let openedAt = Number.POSITIVE_INFINITY
    made.ev.on('creds.update', () => void auth.saveCreds().catch(() => {}))
    made.ev.on('connection.update', (update) => {
      if (update.qr !== undefined) void showWay(made, update.qr)
      if (update.reachoutTimeLock) hearLock(update.reachoutTimeLock)
      if (update.connection === 'open') {
        openedAt = clock.monotonic()
        opened(auth)
      }
      if (update.connection !== 'close') return
      if (clock.monotonic() - openedAt > GOOD) failures = 0
      end(codeOf(update.lastDisconnect?.error))
    })
    parts.made(made)
  }

  function opened(auth: Auth): void {
    isOpen = true
    connects += 1
    me = accountOf(auth)
    show({ is: 'linked', since: clock.now() })
    log.info({ channel: 'whatsapp', count: connects }, 'WhatsApp is connected')
    if (isNews) news.tell('linked')
    isNews = false
  }

  async function leave(auth: Auth | null): Promise<void> {
    isOpen = false
    // A code is its line's own: the next one asks for another.
    if (state.is === 'linked' || state.is === 'code') show({ is: 'starting' })
    const last = socket
    socket = null
    ending.abort()
    retries.lineEnded()
    // First the keys: what the socket still has in its hands must not be written over what the next one writes.
    await auth?.close()
    if (last) await closed(last)
    auth?.release()
  }

  /** A server that says no more would be waited for half a minute. */
  function closed(last: WASocket): Promise<void> {
    return new Promise((resolve) => {
      const callOff = clock.wake(clock.now() + CLOSES, resolve)
      const end = (): void => {
        callOff()
        resolve()
      }
      last.end(undefined).then(end, end)
    })
  }

  async function showWay(made: WASocket, qr: string): Promise<void> {
    if (state.is === 'code') return
    if (parts.number === null) return show({ is: 'qr', qr, until: clock.now() + QR_LASTS })
    await requestCodeFrom(made, parts.number).catch((error: unknown) => {
      log.warn({ channel: 'whatsapp', error }, 'no code was given, it is done by QR')
      show({ is: 'qr', qr, until: clock.now() + QR_LASTS })
    })
  }

  async function requestCodeFrom(made: WASocket, number: string): Promise<string> {
    const code = await made.requestPairingCode(number)
    show({ is: 'code', code })
    return code
  }

  function hearLock({ isActive, timeEnforcementEnds }: { isActive?: boolean; timeEnforcementEnds?: Date }): void {
    parts.locked(isActive === true, timeEnforcementEnds?.getTime() ?? null)
  }

  return {
    run,
    state: () => state,
    open: () => (isOpen ? socket : null),
    ended: () => ending.signal,
    me: () => me,
    connects: () => connects,
    async requestCode(number) {
      if (socket === null) throw new Error('there is no line to ask for a code on')
      return requestCodeFrom(socket, number)
    },
    async relink() {
      // What another process has now is not ours to end.
      if (state.is === 'standby') return
      if (state.is === 'stopped' && OVER.includes(state.why)) await vault.clear(accountFolders)
      failures = 0
      show({ is: 'starting' })
      resume()
    },
  }
}

/** Everything on its way waits for it, however much that is. */
function newEnding(): AbortController {
  const ending = new AbortController()
  setMaxListeners(0, ending.signal)
  return ending
}

function accountOf({ state }: Auth): { id: string; lid: string } | null {
  const { me } = state.creds
  return me === undefined ? null : { id: me.id, lid: me.lid ?? '' }
}

/** Baileys' errors carry WhatsApp's code. */
function codeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('output' in error)) return undefined
  const { output } = error
  if (typeof output !== 'object' || output === null || !('statusCode' in output)) return undefined
  return typeof output.statusCode === 'number' ? output.statusCode : undefined
}
