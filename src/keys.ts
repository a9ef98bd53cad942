import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'

interface Key {
  id: string
  key: KeyObject
}

/** Rotation: the new key goes in front, the old ones stay behind it until nothing is sealed with them any more. */
export interface KeyRing {
  /** Seals. */
  first: Key
  /** All of them open. */
  byId: ReadonlyMap<string, KeyObject>
}

const KEY_BYTES = 32

/**
 * Reads `id:base64[,id:base64…]`, as DATA_KEYS and the key file hold it: an id of 1 to 16 letters, digits, "-" or "_", and
 * 32 random bytes. Throws one sentence that says which entry is wrong, never what it holds.
 */
export function parseKeys(text: string): KeyRing {
  const entries = text.split(',').map((entry, index) => parseKey(entry.trim(), index + 1))
  const [first] = entries
  if (!first) throw new Error('there is no key')
  const byId = new Map(entries.map(({ id, key }) => [id, key]))
  if (byId.size < entries.length) throw new Error('two keys have the same id: give each its own')
  return { first, byId }
}

/**
 * The embedded store's own key file, readable to its user alone; made with one random key if there is none. With `hasData`
 * it is not made, since a new key would not open what the old one sealed.
 */
export function keyFile(path: string, { hasData }: { hasData: boolean }): KeyRing {
  if (!existsSync(path)) {
    if (hasData)
      throw new Error(
        `the key file ${path} is gone, and without it the data beside it cannot be read: put it back, or move the data away to begin anew`,
      )
    createKeyFile(path)
  }
  const text = readFileSync(path, 'utf8')
  try {
    return parseKeys(text.trim())
  } catch (error) {
    throw new Error(`the key file ${path} is damaged, ${error instanceof Error ? error.message : error}`)
  }
}

function parseKey(entry: string, position: number): Key {
  const [, id, base64] = /^([\w-]{1,16}):([A-Za-z0-9+/]{43}=)$/.exec(entry) ?? []
  const bytes = Buffer.from(base64 ?? '', 'base64')
  if (id === undefined || bytes.length !== KEY_BYTES)
    throw new Error(
      `key ${position} must look like "k1:…": an id, a colon, and 32 bytes in base64 as "openssl rand -base64 32" prints them`,
    )
  return { id, key: createSecretKey(bytes) }
}

/** Whole or not at all, and never over one that another process has just made. */
function createKeyFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.${randomBytes(8).toString('hex')}`
  try {
    writeDurably(draft, `k1:${randomBytes(KEY_BYTES).toString('base64')}\n`)
    place(draft, path)
  } finally {
    rmSync(draft, { force: true })
  }
  syncFolder(dirname(path))
}

function place(draft: string, path: string): void {
  try {
    linkSync(draft, path)
  } catch {
    // Either somebody was faster, or this file system knows no links.
    if (!existsSync(path)) renameSync(draft, path)
  }
}

function writeDurably(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** The new name itself must survive a power cut. Windows cannot open a folder, and needs no such thing. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
