import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto'
import type { KeyRing } from './keys.ts'
import { createNames, type Names, newNames } from './names.ts'
import { squeeze, unsqueeze } from './squeeze.ts'

export { type KeyRing, keyFile, parseKeys } from './keys.ts'

/** Keeps what people wrote unreadable to whoever gets the store. `chat` binds a value to its place: elsewhere it does not open. */
export interface Sealer {
  /** `field` is a constant of ours without "|". Returns `v1.<key id>.<base64url of IV, ciphertext and tag>`. */
  seal(field: string, chat: string, plain: string): string
  /** Throws SealError; never returns anything else than what was sealed for this field and chat. */
  open(field: string, chat: string, sealed: string): string
}

/** All that keeps a store from knowing people: sealed values under names that tell nothing. */
export interface Seal extends Sealer, Names {}

/** Why a sealed value does not open. Its message never holds any of the data. */
export class SealError extends Error {
  readonly reason: 'unknown-key' | 'tampered' | 'format'

  constructor(reason: SealError['reason']) {
    super(MESSAGES[reason])
    this.name = 'SealError'
    this.reason = reason
  }
}

const MESSAGES = {
  'unknown-key': 'sealed with a key that is not in the ring: add that key again, last',
  tampered: 'the sealed value was changed, moved to another place, or sealed with another key of the same id',
  format: 'not a sealed value',
}

const VERSION = 'v1'
const CIPHER = 'aes-256-gcm'
/** Random IVs are safe for 2^32 values a key (NIST SP 800-38D, 8.3): centuries of this bot's messages. */
const IV = 12
/** Said on both sides: Node 20 would otherwise take a tag cut to 4 bytes. */
const TAG = 16
const OPTIONS = { authTagLength: TAG }
/** The one field that is kept for long. */
const SQUEEZED = 'session'

/** AES-256-GCM; the first key seals, every key opens. */
export function createSealer(ring: KeyRing): Sealer {
  const sealing = ring.first
  const nextIv = ivs()

  return {
    seal(field, chat, plain) {
      const iv = nextIv()
      const cipher = createCipheriv(CIPHER, sealing.key, iv, OPTIONS)
      cipher.setAAD(place(sealing.id, chat, field))
      const bytes = field === SQUEEZED ? squeeze(plain) : Buffer.from(plain, 'utf8')
      const body = Buffer.concat([iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
      return `${VERSION}.${sealing.id}.${body.toString('base64url')}`
    },
    open(field, chat, sealed) {
      const { id, body } = parse(sealed)
      const key = ring.byId.get(id)
      if (!key) throw new SealError('unknown-key')
      return textOf(field, decrypt(key, body, place(id, chat, field)))
    },
  }
}

/** `names` is the naming secret of the store that is sealed for. */
export function createSeal(ring: KeyRing, names: KeyObject | Buffer): Seal {
  return { ...createSealer(ring), ...createNames(names) }
}

const NAMES = ['fact', 'names'] as const

/**
 * The naming secret lives in the store, sealed like everything else, so that every data key can be rotated away:
 * `seal = withNames(sealer, await store.firstFact('names', newNamesFact(sealer)))`. What already stands is never replaced.
 */
export function newNamesFact(sealer: Sealer): string {
  return sealer.seal(...NAMES, newNames())
}

/**
 * Opens the fact 'names' and names with it. With a wrong or missing key it throws one sentence for the operator that says which
 * is wanted: not ready, since other names would look like "no data".
 */
export function withNames(sealer: Sealer, fact: string): Seal {
  return { ...sealer, ...createNames(openNames(sealer, fact)) }
}

function openNames(sealer: Sealer, fact: string): string {
  try {
    return sealer.open(...NAMES, fact)
  } catch (error) {
    if (!(error instanceof SealError)) throw error
    const id = keyOf(fact)
    if (error.reason === 'unknown-key')
      throw new Error(`the data is sealed with the key "${id}", which is not in the ring of keys: add it again, last`)
    if (error.reason === 'tampered')
      throw new Error(`the data does not open with our key "${id}": put the key in the ring that had this id before`)
    throw new Error('the data has no naming secret where it should be: restore it from a backup')
  }
}

/** The id of the key a value is sealed with, for sealing it again; null if it is no sealed value. */
export function keyOf(sealed: string): string | null {
  return /^v1\.([\w-]{1,16})\.[\w-]{38,}$/.exec(sealed)?.[1] ?? null
}

/** IVs from a pool, each used once: asking for a few random bytes costs as much as sealing does. */
function ivs(): () => Buffer {
  const pool = Buffer.alloc(IV * 341)
  let next = pool.length
  return () => {
    if (next >= pool.length) {
      randomFillSync(pool)
      next = 0
    }
    next += IV
    return pool.subarray(next - IV, next)
  }
}

function place(id: string, chat: string, field: string): Buffer {
  return Buffer.from(`${VERSION}|${id}|${chat}|${field}`)
}

function parse(sealed: string): { id: string; body: Buffer } {
  const [version, id, text, ...more] = sealed.split('.')
  if (version !== VERSION || id === undefined || text === undefined || more.length > 0) throw new SealError('format')
  const body = Buffer.from(text, 'base64url')
  // Node's decoder skips what it does not know; only the one true spelling passes.
  if (body.length < IV + TAG || body.toString('base64url') !== text) throw new SealError('format')
  return { id, body }
}

function textOf(field: string, bytes: Buffer): string {
  return field === SQUEEZED ? unsqueeze(bytes) : bytes.toString('utf8')
}

function decrypt(key: KeyObject, body: Buffer, aad: Buffer): Buffer {
  try {
    const decipher = createDecipheriv(CIPHER, key, body.subarray(0, IV), OPTIONS)
    decipher.setAAD(aad)
    decipher.setAuthTag(body.subarray(-TAG))
    const plain = decipher.update(body.subarray(IV, -TAG))
    decipher.final()
    return plain
  } catch {
    throw new SealError('tampered')
  }
}
