import { createHmac, createSecretKey } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newNames } from '../src/names.ts'
import { createSeal, createSealer, keyFile, keyOf, newNamesFact, parseKeys, SealError, withNames } from '../src/seal.ts'

const key = (fill: number): string => Buffer.alloc(32, fill).toString('base64')
const NAMES = Buffer.alloc(32, 9)
const sealOf = (keys: string) => createSeal(parseKeys(keys), NAMES)
const seal = sealOf(`k1:${key(1)}`)
const CHAT = 'c-1'
const PLAIN = JSON.stringify({ nss: '92 98 77 1234 5', ñ: '🩺' })

/** What `open` says about it; a value that opens fails the test. */
function refusal(open: () => string): SealError {
  try {
    open()
  } catch (error) {
    if (error instanceof SealError) return error
    throw error
  }
  throw new Error('it opened')
}

const splice = (sealed: string, change: (body: Buffer) => Buffer): string => {
  const [version, id, body = ''] = sealed.split('.')
  return `${version}.${id}.${change(Buffer.from(body, 'base64url')).toString('base64url')}`
}

describe('sealing', () => {
  test('opens what it sealed, any text of any length', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.string(), (plain, chat) => {
        const sealed = seal.seal('session', chat, plain)
        expect(sealed).toMatch(/^v1\.k1\.[\w-]+$/)
        expect(seal.open('session', chat, sealed)).toBe(plain)
      }),
    )
  })

  test('the same text never looks the same twice', () => {
    expect(seal.seal('f', CHAT, PLAIN)).not.toBe(seal.seal('f', CHAT, PLAIN))
  })

  test('a change of any single bit is seen: IV, ciphertext and tag', () => {
    const sealed = seal.seal('f', CHAT, PLAIN)
    const length = Buffer.from(sealed.split('.')[2] ?? '', 'base64url').length
    for (let bit = 0; bit < length * 8; bit += 1) {
      const bent = splice(sealed, (body) => {
        body[bit >> 3] = (body[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        return body
      })
      expect(refusal(() => seal.open('f', CHAT, bent)).reason).toBe('tampered')
    }
  })

  test('a cut or lengthened value is seen, down to a tag of 4 bytes', () => {
    const sealed = seal.seal('f', CHAT, PLAIN)
    for (let cut = 1; cut <= 16; cut += 1) {
      const short = splice(sealed, (body) => body.subarray(0, -cut))
      expect(refusal(() => seal.open('f', CHAT, short)).reason).toBe('tampered')
    }
    const long = splice(sealed, (body) => Buffer.concat([body, Buffer.alloc(1)]))
    expect(refusal(() => seal.open('f', CHAT, long)).reason).toBe('tampered')
    const empty = seal.seal('f', CHAT, '')
    const fourByteTag = splice(empty, (body) => body.subarray(0, 16))
    expect(refusal(() => seal.open('f', CHAT, fourByteTag)).reason).toBe('format')
  })

  test('a value moved to another chat or field does not open (A36)', () => {
    const sealed = seal.seal('session', CHAT, PLAIN)
    expect(refusal(() => seal.open('session', 'c-2', sealed)).reason).toBe('tampered')
    expect(refusal(() => seal.open('mail', CHAT, sealed)).reason).toBe('tampered')
  })

  test.each([
    '',
    'v1',
    'v1.k1',
    'v1.k1.',
    'v1.k1.AAAA',
    `v2.k1.${'A'.repeat(60)}`,
    `v1.k1.${'A'.repeat(60)}.A`,
    `v1.k1.${'A'.repeat(60)}*`,
    '{"nss":"92987712345"}',
  ])('%j is not a sealed value', (text) => {
    expect(refusal(() => seal.open('f', CHAT, text)).reason).toBe('format')
  })

  test('only one spelling of the same bytes opens', () => {
    const sealed = seal.seal('f', CHAT, 'x')
    expect(refusal(() => seal.open('f', CHAT, `${sealed}=`)).reason).toBe('format')
    expect(refusal(() => seal.open('f', CHAT, `${sealed}\n`)).reason).toBe('format')
  })

  test('an error says nothing of the data', () => {
    const sealed = seal.seal('f', CHAT, PLAIN)
    for (const bad of [splice(sealed, (body) => body.subarray(1)), sealed.replace('.k1.', '.zz.'), PLAIN]) {
      const error = refusal(() => seal.open('f', CHAT, bad))
      for (const part of [...(bad.match(/[\w-]{8,}/g) ?? []), CHAT])
        expect(`${error.stack} ${error.message} ${error.cause}`).not.toContain(part)
    }
  })
})

describe('rotation of keys', () => {
  const old = sealOf(`k1:${key(1)}`)
  const rotated = sealOf(`k2:${key(2)},k1:${key(1)}`)

  test('the first key seals, every key opens', () => {
    expect(rotated.open('f', CHAT, old.seal('f', CHAT, PLAIN))).toBe(PLAIN)
    expect(rotated.seal('f', CHAT, PLAIN)).toMatch(/^v1\.k2\./)
    expect(refusal(() => old.open('f', CHAT, rotated.seal('f', CHAT, PLAIN))).reason).toBe('unknown-key')
  })

  test('another key of the same id, or the id of another key, does not open', () => {
    const sealed = old.seal('f', CHAT, PLAIN)
    expect(refusal(() => sealOf(`k1:${key(3)}`).open('f', CHAT, sealed)).reason).toBe('tampered')
    expect(refusal(() => rotated.open('f', CHAT, sealed.replace('.k1.', '.k2.'))).reason).toBe('tampered')
  })

  test('ten thousand values in use all open, before, during and after (F35)', () => {
    const alone = sealOf(`k2:${key(2)}`)
    const values = Array.from({ length: 10_000 }, (_, index) => old.seal('session', `c-${index}`, `${index}`))
    // Half of them are written again by people, the rest by the command that ends a rotation.
    const touched = values.map((value, index) =>
      index % 2 === 0 ? rotated.seal('session', `c-${index}`, rotated.open('session', `c-${index}`, value)) : value,
    )
    expect(touched.map((value, index) => rotated.open('session', `c-${index}`, value))).toEqual(
      values.map((_, index) => `${index}`),
    )
    const left = touched.map((value, index) =>
      keyOf(value) === 'k2'
        ? value
        : rotated.seal('session', `c-${index}`, rotated.open('session', `c-${index}`, value)),
    )
    expect(left.map((value, index) => alone.open('session', `c-${index}`, value))).toEqual(
      values.map((_, index) => `${index}`),
    )
  })

  test('each value tells its key, so that the old one can go when none tells it any more', () => {
    const sealed = old.seal('f', CHAT, PLAIN)
    expect(keyOf(sealed)).toBe('k1')
    expect(keyOf(rotated.seal('f', CHAT, rotated.open('f', CHAT, sealed)))).toBe('k2')
    for (const other of ['', PLAIN, 'v1.k1.', 'v1.k1.AAAA', `v2.k1.${'A'.repeat(60)}`, `${sealed}\n`, `${sealed}.A`])
      expect(keyOf(other)).toBeNull()
  })
})

describe('IVs', () => {
  test('none comes twice, however many are asked for', () => {
    const iv = (sealed: string) => sealed.split('.')[2]?.slice(0, 16)
    const other = sealOf(`k1:${key(1)}`)
    const seen = new Set<string | undefined>()
    for (let count = 0; count < 2000; count += 1)
      seen.add(iv(seal.seal('f', CHAT, ''))).add(iv(other.seal('f', CHAT, '')))
    expect(seen.size).toBe(4000)
    expect(seen).not.toContain('A'.repeat(16))
  })
})

describe('names', () => {
  const CHATS = 'telegram:123'

  test('are HMAC-SHA256 under the naming secret, chats and messages apart', () => {
    const hmac = (text: string) => createHmac('sha256', NAMES).update(text).digest('base64url')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(seal.chatKey(text)).toBe(hmac(`chat ${text}`))
        expect(seal.chatKey(text)).toBe(hmac(`chat ${text}`))
        expect(seal.idKey(text)).toBe(hmac(`id ${text}`))
      }),
    )
    expect(seal.chatKey(CHATS)).toMatch(/^[\w-]{43}$/)
  })

  test('are right for more chats than are remembered', () => {
    const names = Array.from({ length: 5000 }, (_, index) => seal.chatKey(`telegram:${index}`))
    expect(new Set(names).size).toBe(5000)
    expect(names.map((_, index) => seal.chatKey(`telegram:${index}`))).toEqual(names)
  })

  test('stay when every data key has been rotated away', () => {
    const before = createSealer(parseKeys(`k1:${key(1)}`))
    const fact = newNamesFact(before)
    const between = createSealer(parseKeys(`k2:${key(2)},k1:${key(1)}`))
    const moved = between.seal('fact', 'names', between.open('fact', 'names', fact))
    const after = createSealer(parseKeys(`k2:${key(2)}`))
    const name = withNames(before, fact).chatKey(CHATS)
    expect(withNames(between, fact).chatKey(CHATS)).toBe(name)
    expect(withNames(after, moved).chatKey(CHATS)).toBe(name)
    expect(withNames(after, moved).idKey('m1')).toBe(withNames(before, fact).idKey('m1'))
    expect(withNames(after, newNamesFact(after)).chatKey(CHATS)).not.toBe(name)
  })

  test('with a wrong or missing key nothing is served, in one sentence that names the key', () => {
    const fact = newNamesFact(createSealer(parseKeys(`k1:${key(1)}`)))
    const opened = (keys: string, text: string) => () => withNames(createSealer(parseKeys(keys)), text)
    expect(opened(`k2:${key(2)}`, fact)).toThrow(
      /^the data is sealed with the key "k1", which is not in the ring[^\n]*$/,
    )
    expect(opened(`k1:${key(2)}`, fact)).toThrow(/^the data does not open with our key "k1"[^\n]*$/)
    expect(opened(`k1:${key(1)}`, 'x')).toThrow(/^the data has no naming secret where it should be[^\n]*$/)
    expect(opened(`k1:${key(1)}`, seal.seal('fact', 'other', newNames()))).toThrow('does not open')
  })

  test('a secret is 32 bytes, whoever brings it', () => {
    for (const short of [Buffer.alloc(31), createSecretKey(Buffer.alloc(16))])
      expect(() => createSeal(parseKeys(`k1:${key(1)}`), short)).toThrow('32 random bytes')
    expect(newNames()).not.toBe(newNames())
    expect(Buffer.from(newNames(), 'base64')).toHaveLength(32)
  })
})

describe('keys as text', () => {
  const secret = Buffer.alloc(31, 5).toString('base64')

  test.each([
    ['', 'key 1'],
    [secret, 'key 1'],
    [`k1:${secret}`, 'key 1'],
    [`k1:${key(1)},`, 'key 2'],
    [`k1:${key(1)},k2:${'*'.repeat(44)}`, 'key 2'],
    [`k1:${key(1)},k.2:${key(2)}`, 'key 2'],
    [`k1:${key(1)},k1:${key(2)}`, 'same id'],
  ])('%j is refused in one sentence that does not repeat it', (text, says) => {
    expect(() => parseKeys(text)).toThrow(says)
    expect(() => parseKeys(text)).not.toThrow(/BQUF|AQEB|\*\*/)
  })

  test('spaces around the entries do no harm', () => {
    expect(parseKeys(` k2:${key(2)}, k1:${key(1)}\n`).first.id).toBe('k2')
  })
})

describe('the key file', () => {
  const folder = () => mkdtempSync(join(tmpdir(), 'afilia-keys-'))

  test('is made once, for its user alone, and read ever after', () => {
    const path = join(folder(), 'data', 'keys')
    const sealed = createSealer(keyFile(path, { hasData: false })).seal('f', CHAT, PLAIN)
    expect(createSealer(keyFile(path, { hasData: true })).open('f', CHAT, sealed)).toBe(PLAIN)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700)
    expect(readdirSync(join(path, '..'))).toEqual(['keys'])
    const other = keyFile(join(folder(), 'keys'), { hasData: false })
    expect(refusal(() => createSealer(other).open('f', CHAT, sealed)).reason).toBe('tampered')
  })

  test('is not made anew when there is data that it would not open', () => {
    const path = join(folder(), 'keys')
    expect(() => keyFile(path, { hasData: true })).toThrow(`the key file ${path} is gone`)
    expect(() => statSync(path)).toThrow('ENOENT')
  })

  test('that is damaged is said to be, and left as it is', () => {
    const path = join(folder(), 'keys')
    writeFileSync(path, 'k1:AQEBAQ')
    expect(() => keyFile(path, { hasData: false })).toThrow(/^the key file .*keys is damaged, key 1 must look like/)
    expect(() => keyFile(path, { hasData: false })).not.toThrow('AQEB')
    expect(readFileSync(path, 'utf8')).toBe('k1:AQEBAQ')
  })

  test('may hold a rotated ring', () => {
    const path = join(folder(), 'keys')
    writeFileSync(path, `k2:${key(2)},k1:${key(1)}\n`)
    expect(keyFile(path, { hasData: true }).first.id).toBe('k2')
  })
})
