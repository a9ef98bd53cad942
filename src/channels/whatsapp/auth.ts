import { AsyncLocalStorage } from 'node:async_hooks'
import {
  type AuthenticationCreds,
  type AuthenticationState,
  BufferJSON,
  initAuthCreds,
  proto,
  type SignalDataSet,
  type SignalDataTypeMap,
} from '@whiskeysockets/baileys'
import { asMissing, type FencedVault } from '../vault.ts'
import { hasSeveral, onlyTheUsed } from './sessions.ts'

/**
 * The account's keys for one socket. What cannot be read or written is not answered as long as the socket could say anything, so that
 * nothing is acknowledged, or refused, on the strength of it.
 */
export interface Auth {
  state: AuthenticationState
  /** Runs `work`; what `rows` names by then is written by the first change of keys within, all or nothing, and by itself if there is none. */
  alongside<Result>(rows: ReadonlyMap<string, string>, work: () => Promise<Result>): Promise<Result>
  saveCreds(): Promise<void>
  /** From now on nothing is read or written; resolves once nothing is under way. */
  close(): Promise<void>
  /**
   * The socket can send no more: what it still waits for fails. libsignal has one queue for each person in the whole process, and what
   * stood there for ever would keep the next socket waiting behind it.
   */
  release(): void
}

export const CREDS = 'account/creds'
/** What the folder of a type of keys begins with. */
const KEYS = 'key-'

/** Every folder in which something of the account itself is kept: what goes when it is linked anew. A type that is missing here is still kept. */
export const accountFolders: readonly string[] = [
  'account',
  ...[
    'pre-key',
    'session',
    'sender-key',
    'sender-key-memory',
    'app-state-sync-key',
    'app-state-sync-version',
    'lid-mapping',
    'device-list',
    'tctoken',
    'identity-key',
  ].map((type) => KEYS + type),
]

/**
 * The auth state of Baileys in the vault (PLATFORM §1.2). `broke` is called, once, when the vault fails: the socket must be ended, for
 * what it asked for is not answered before. An error would be taken for a message that does not decrypt, and be refused for good. Rejects
 * with UnreadableError when what the account itself is does not open: it is not to be taken for one that was never linked.
 */
export async function openAuth(vault: FencedVault, broke: (error: unknown) => void): Promise<Auth> {
  const kept = (await vault.get([CREDS])).get(CREDS)
  const creds: AuthenticationCreds = kept === undefined ? initAuthCreds() : JSON.parse(kept, BufferJSON.reviver)
  // Baileys notes the number as soon as a code is asked for: with it but unlinked it would log in, and be told it was unlinked.
  if (creds.account === undefined) delete creds.me
  const companions = new AsyncLocalStorage<{ rows: ReadonlyMap<string, string>; isWritten: boolean }>()
  const underway = new Set<Promise<unknown>>()
  let isClosed = false
  let release = (_: Error): void => {}
  const released = new Promise<never>((_, reject) => {
    release = reject
  })
  released.catch(() => {})

  function guarded<Result>(work: () => Promise<Result>): Promise<Result> {
    if (isClosed) return released
    return work().then(
      (result) => (isClosed ? released : result),
      (error: unknown) => {
        if (!isClosed) broke(error)
        isClosed = true
        return released
      },
    )
  }

  /** Counted apart from what the caller waits for, which is more: until the socket can say nothing. */
  function counted<Result>(work: Promise<Result>): Promise<Result> {
    underway.add(work)
    const settle = (): void => void underway.delete(work)
    work.then(settle, settle)
    return work
  }

  /** Sessions as they must be kept. Nearly everybody has but one, which is never wrong. */
  async function mended(changes: ReadonlyMap<string, string | null>): Promise<Map<string, string | null>> {
    const several = [...changes].flatMap(([name, text]): [string, string][] =>
      text !== null && name.startsWith(nameOf('session', '')) && hasSeveral(text) ? [[name, text]] : [],
    )
    if (several.length === 0) return new Map(changes)
    const names = several.map(([name]) => name)
    const before = await guarded(() => counted(vault.get(names, asMissing)))
    return new Map([
      ...changes,
      ...several.map(([name, text]): [string, string] => [name, onlyTheUsed(before.get(name) ?? '{}', text)]),
    ])
  }

  async function write(changes: ReadonlyMap<string, string | null>): Promise<void> {
    const along = companions.getStore()
    const rows = along && !along.isWritten ? along.rows : new Map<string, string>()
    const all = new Map([...changes, ...rows])
    if (all.size > 0) await guarded(() => counted(vault.set(all)))
    if (along && rows.size > 0) along.isWritten = true
  }

  return {
    state: {
      creds,
      keys: {
        async get(type, ids) {
          const names = ids.map((id) => nameOf(type, id))
          // What does not open is agreed upon anew with whom it was for, as what was lost is.
          const found = await guarded(() => counted(vault.get(names, asMissing)))
          return Object.fromEntries(
            ids.flatMap((id) => {
              const text = found.get(nameOf(type, id))
              return text === undefined ? [] : [[id, revived(type, text)]]
            }),
          )
        },
        set: async (data) => write(await mended(changesOf(data))),
      },
    },
    alongside(rows, work) {
      const along = { rows, isWritten: false }
      return companions.run(along, async () => {
        const result = await work()
        if (!along.isWritten && rows.size > 0) await write(new Map())
        return result
      })
    },
    saveCreds: () => guarded(() => counted(vault.set(new Map([[CREDS, JSON.stringify(creds, BufferJSON.replacer)]])))),
    release: () => release(new Error('the line has ended')),
    async close() {
      isClosed = true
      await Promise.allSettled(underway)
    },
  }
}

function nameOf(type: string, id: string): string {
  return `${KEYS}${type}/${id}`
}

function changesOf(data: SignalDataSet): Map<string, string | null> {
  return new Map(
    Object.entries(data).flatMap(([type, values]) =>
      Object.entries(values).map(([id, value]): [string, string | null] => [
        nameOf(type, id),
        value === null || value === undefined ? null : JSON.stringify(value, BufferJSON.replacer),
      ]),
    ),
  )
}

/** Written by ourselves, so its shape is Baileys' own; one type wants to be more than its fields. */
function revived<Type extends keyof SignalDataTypeMap>(type: Type, text: string): SignalDataTypeMap[Type] {
  let value = JSON.parse(text, BufferJSON.reviver)
  if (type === 'app-state-sync-key') value = proto.Message.AppStateSyncKeyData.fromObject(value)
  return value
}
