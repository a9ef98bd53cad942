import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import type { KeyRing } from './keys.ts'

export { type KeyRing, keyFile, parseKeys } from './keys.ts'

/** Keeps what people wrote unreadable to whoever gets the store. `chat` binds a value to its place: elsewhere it does not open. */
export interface Seal {
  /** `field` is a constant of ours without "|". Returns `v1.<key id>.<base64url of IV, ciphertext and tag>`. */
  seal(field: string, chat: string, plain: string): string
  /** Throws SealError; never returns anything else than what was sealed for this field and chat. */
  open(field: string, chat: string, sealed: string): string
  /** The chat in key names and logs: HMAC-SHA256, 43 characters. The same after a rotation of keys. */
  chatKey(chat: string): string
  /** The network's id of a message, which may hold a phone number; as chatKey, and never equal to one. */
  idKey(id: string): string
}

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

/** AES-256-GCM; the first key seals, every key opens. */
export function createSeal(ring: KeyRing): Seal {
  const sealing = ring.first
  const naming = namingKey(ring.last.key)
  const hmac = (text: string): string => createHmac('sha256', naming).update(text).digest('base64url')

  return {
    seal(field, chat, plain) {
      const iv = randomBytes(IV)
      const cipher = createCipheriv(CIPHER, sealing.key, iv, OPTIONS)
      cipher.setAAD(place(sealing.id, chat, field))
      const body = Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${VERSION}.${sealing.id}.${body.toString('base64url')}`
    },
    open(field, chat, sealed) {
      const { id, body } = parse(sealed)
      const key = ring.byId.get(id)
      if (!key) throw new SealError('unknown-key')
      return decrypt(key, body, place(id, chat, field))
    },
    chatKey: (chat) => hmac(`chat ${chat}`),
    idKey: (id) => hmac(`id ${id}`),
  }
}

/**
 * From the LAST key of the ring, the oldest: a new key goes in front, so names stay. Taking the oldest key away changes the
 * name of every chat and loses them all: it must stay, even when it has nothing sealed any more.
 */
function namingKey(oldest: KeyObject): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', oldest, '', 'afilia v1 chat keys', 32)))
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

function decrypt(key: KeyObject, body: Buffer, aad: Buffer): string {
  try {
    const decipher = createDecipheriv(CIPHER, key, body.subarray(0, IV), OPTIONS)
    decipher.setAAD(aad)
    decipher.setAuthTag(body.subarray(-TAG))
    return Buffer.concat([decipher.update(body.subarray(IV, -TAG)), decipher.final()]).toString('utf8')
  } catch {
    throw new SealError('tampered')
  }
}
