/** Rows of a channel's vault that do not open, and what is said of them. */
import type { FencedVault } from '../../src/channels/vault.ts'
import type { Log, LogFields } from '../../src/log.ts'
import { createSeal, parseKeys } from '../../src/seal.ts'
import type { Store } from '../../src/stores/store.ts'
import { fencedVaultOf } from '../../src/vault.ts'
import { seal } from '../chaos/open-store.ts'

const OLD = `old:${Buffer.alloc(32, 7).toString('base64')}`
const OWN = `chaos:${Buffer.alloc(32, 9).toString('base64')}`
const NAMES = Buffer.alloc(32, 9)

const old = createSeal(parseKeys(OLD), NAMES)
/** With the old key in its ring again. */
export const bothKeys = createSeal(parseKeys(`${OWN},${OLD}`), NAMES)

export type Harm = 'damaged' | 'key-missing'
export const harms: readonly Harm[] = ['damaged', 'key-missing']

export interface HeardLog extends Log {
  /** The errors, without the fields that say only where. */
  errors: { message: string; fields: LogFields }[]
}

export function hearingLog(): HeardLog {
  const errors: HeardLog['errors'] = []
  return {
    ...{ debug() {}, info() {}, warn() {} },
    error: (fields, message) => void errors.push({ message, fields }),
    errors,
  }
}

/** A channel's facts as a process sees them that has these keys. */
export function vaultOn(store: Store, log: Log, keys = seal, channel = 'whatsapp'): FencedVault {
  return fencedVaultOf({ store, seal: () => keys, log, channel, fence: null })
}

/** Does it to these facts. Returns what lies there now, by its place. */
export async function spoil(
  store: Store,
  names: readonly string[],
  harm: Harm,
  channel = 'whatsapp',
): Promise<Map<string, string>> {
  const places = names.map((name) => `${channel}/${name.split('/')[0]}/${seal.factKey(`${channel}/${name}`)}`)
  const found = await store.readFacts(places)
  if (names.length === 0 || found.size < names.length) throw new Error('there is nothing to spoil')
  const spoilt = new Map(
    [...found].map(([at, sealed]) => [at, harm === 'damaged' ? altered(sealed) : resealed(at, sealed)]),
  )
  await store.changeFacts(spoilt)
  return spoilt
}

function altered(sealed: string): string {
  const at = sealed.length - 30
  return `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`
}

function resealed(at: string, sealed: string): string {
  return old.seal('fact', at, seal.open('fact', at, sealed))
}
