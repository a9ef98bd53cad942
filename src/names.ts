import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'

/** What chats and messages are called in key names and logs: nobody learns from it whose they are. */
export interface Names {
  /** The chat in key names and logs: HMAC-SHA256, 43 characters. The same for as long as the secret is. */
  chatKey(chat: string): string
  /** The network's id of a message, which may hold a phone number; as chatKey, and never equal to one. */
  idKey(id: string): string
  /** The name of a channel's fact, which may hold a phone number; likewise. */
  factKey(name: string): string
}

const SECRET_BYTES = 32
/** A turn names its chat several times; working a name out takes a few microseconds, finding it a hundredth of that. */
const REMEMBERED = 4096

/** A new naming secret as text. One for each store, for good: with another every chat has another name, and all are lost. */
export function newNames(): string {
  return randomBytes(SECRET_BYTES).toString('base64')
}

/** The names that go with a secret. Apart from the data keys, so that each of those can be rotated away. */
export function createNames(secret: string | Buffer | KeyObject): Names {
  const key = keyOfNames(secret)
  const hmac = (text: string): string => createHmac('sha256', key).update(text).digest('base64url')
  return {
    chatKey: remembering((chat) => hmac(`chat ${chat}`)),
    idKey: (id) => hmac(`id ${id}`),
    factKey: (name) => hmac(`fact ${name}`),
  }
}

function keyOfNames(secret: string | Buffer | KeyObject): KeyObject {
  const bytes = typeof secret === 'string' ? Buffer.from(secret, 'base64') : secret
  const key = Buffer.isBuffer(bytes) ? createSecretKey(bytes) : bytes
  if (key.symmetricKeySize !== SECRET_BYTES) throw new Error(`a naming secret is ${SECRET_BYTES} random bytes`)
  return key
}

function remembering(name: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    const made = name(text)
    known.set(text, made)
    const [oldest] = known.keys()
    if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest)
    return made
  }
}
