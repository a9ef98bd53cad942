import { expect, test } from 'vitest'
import { z } from 'zod'
import { createLog, type Log, type LogFields, SafeError } from '../src/log.ts'

// Valid in form and check digit, nobody's: they must never come out, in whole or spaced.
const NSS = '12345678903'
const CURP = 'BEML920313HMCLNS09'
const CHAT = 'k3J9vQ0aXb7LmN2pR5sT8w'

test('writes allowed fields and the message as one line of JSON', () => {
  const { log, lines } = capture()
  log.warn({ chat: CHAT, turn: 7, channel: 'telegram', reason: 'retry after 30', count: 2 }, 'delivery put off')
  expect(lines()).toEqual([
    expect.objectContaining({
      level: 'warn',
      chat: CHAT,
      turn: 7,
      channel: 'telegram',
      reason: 'retry after 30',
      count: 2,
      msg: 'delivery put off',
    }),
  ])
  expect(Object.keys(lines()[0] ?? {}).sort()).toEqual(
    ['chat', 'channel', 'count', 'level', 'msg', 'reason', 'time', 'turn'].sort(),
  )
})

test('says nothing below its level', () => {
  const { log, lines } = capture('warn')
  log.info({}, 'started')
  log.error({}, 'failed')
  expect(lines().map(({ msg }) => msg)).toEqual(['failed'])
})

test('a message that is put together at run time does not compile', () => {
  const { log, lines } = capture()
  const who: string = 'Ana'
  // @ts-expect-error a name could be in it
  log.info({}, who)
  // @ts-expect-error a name could be in it
  log.info({}, `hello ${who}`)
  // @ts-expect-error not a field a log line may have
  log.info({ text: who }, 'hello')
  log.info({}, 'constant')
  expect(lines()).toHaveLength(4)
})

for (const secret of [NSS, CURP, spaced(NSS), '１２３４５６７８９０３']) {
  for (const [shape, leak] of Object.entries(shapes(secret))) {
    test(`holds back ${secret} ${shape}`, () => {
      const { log, text, lines } = capture()
      leak(log)
      expect(lines()).toHaveLength(1)
      expect(text()).not.toContain(secret)
      expect(digits(text())).not.toContain(digits(secret))
      expect(text()).not.toContain(CURP.slice(0, 10))
    })
  }
}

test.each<[string, LogFields]>([
  ['chat address', { chat: 'telegram:6441234567' }],
  ['bare chat id', { chat: '6441234567' }],
  ['number', { count: Number(NSS) }],
  ['phone as a number', { status: 6441234567 }],
  ['reason', { reason: 'Bad Request: chat 6441234567 not found' }],
  ['token in an address', { reason: 'fetch https://api.telegram.org/bot123456789:AAAA/sendMessage failed' }],
  ['channel', { channel: '6441234567' }],
])('holds back a %s in an allowed field', (_, fields) => {
  const { log, lines } = capture()
  log.error(fields, 'failed')
  expect(lines()[0]).toMatchObject({ [Object.keys(fields)[0] ?? '']: '(withheld)' })
})

test('an error is known by name, code and place, without its message', () => {
  const { log, lines, text } = capture()
  log.error({ error: Object.assign(new TypeError(`no such student ${NSS}`), { code: 'ECONNRESET' }) }, 'failed')
  expect(lines()[0]?.error).toMatchObject({ name: 'TypeError', code: 'ECONNRESET' })
  expect(lines()[0]?.error).not.toHaveProperty('message')
  expect(text()).toMatch(/test\/log\.test\.ts:\d+:\d+/)
  expect(text()).not.toContain('student')
})

test('an error of our own keeps its message, unless that carries a number', () => {
  const { log, lines, text } = capture()
  log.error({ error: new SafeError('lease-lost', 'the lease ran out after 3 tries') }, 'failed')
  log.error({ error: new SafeError('bad', `cannot read ${NSS}`) }, 'failed')
  expect(lines()[0]?.error).toMatchObject({ code: 'lease-lost', message: 'the lease ran out after 3 tries' })
  expect(lines()[1]?.error).not.toHaveProperty('message')
  expect(text()).not.toContain(NSS)
})

test('causes are followed, but not for ever', () => {
  const { log, lines } = capture()
  const loop = new Error('a')
  loop.cause = loop
  log.error({ error: new Error('b', { cause: new RangeError('c') }) }, 'failed')
  log.error({ error: loop }, 'failed')
  expect(lines()[0]?.error).toMatchObject({ name: 'Error', cause: { name: 'RangeError' } })
  expect(lines()[1]?.error).toMatchObject({ cause: { cause: { cause: { name: 'Error' } } } })
})

test('survives what is thrown instead of an error', () => {
  const { log, lines } = capture()
  for (const error of [NSS, Number(NSS), null, { nss: NSS }, () => NSS]) log.error({ error }, 'failed')
  expect(lines().map(({ error }) => error)).toEqual(
    ['string', 'number', 'object', 'object', 'function'].map((name) => ({ name })),
  )
})

test('a message that imitates stack frames is cut with the message', () => {
  const { log, text } = capture()
  log.error({ error: new Error(`x\n    at Ana (/home/Ana.ts:1:1)\n    at run (/tmp/${NSS}.ts:1:1)`) }, 'failed')
  expect(text()).not.toContain('Ana')
  expect(text()).not.toContain(NSS)
})

/** The nine ways into a log of RELIABILITY §0.7, of which redaction by path let five through. */
function shapes(secret: string): Record<string, (log: Log) => void> {
  // What a careless caller hands over; the type forbids it, so it has to be smuggled in.
  const smuggled = (fields: object): LogFields => fields
  return {
    'four levels deep': (log) => log.info(smuggled({ session: { context: { person: { nss: secret } } } }), 'deep'),
    'as the message': (log) => Reflect.apply(log.info, log, [{}, secret]),
    'in a text field': (log) =>
      log.info(smuggled({ text: `mi nss es ${secret}`, reason: `mi nss es ${secret}` }), 'text'),
    'in an error message': (log) => log.error({ error: new Error(`cannot read ${secret}`) }, 'error'),
    'in JSON inside a string': (log) => log.info({ reason: JSON.stringify({ nss: secret }) }, 'json'),
    'in an array': (log) => log.info(smuggled({ items: [secret], reason: [secret] }), 'array'),
    'as a key': (log) => log.info(smuggled({ [secret]: true, error: { [secret]: secret } }), 'key'),
    'in a cause': (log) => log.error({ error: new Error('outer', { cause: new Error(secret) }) }, 'cause'),
    'interpolated into the message': (log) => Reflect.apply(log.info, log, [{}, `the number is ${secret}.`]),
    'as the name and code of an error': (log) =>
      log.error({ error: Object.assign(new Error('x'), { name: secret, code: secret }) }, 'named'),
    'in the name of a function': (log) => log.error({ error: thrownBy({ [secret]: () => fail() }[secret]) }, 'frame'),
    'in what a schema refused': (log) =>
      log.error({ error: z.object({ [secret]: z.literal('x') }).safeParse({ [secret]: secret }).error }, 'zod'),
  }
}

function fail(): never {
  throw new Error('failed')
}

function thrownBy(call: (() => unknown) | undefined): unknown {
  try {
    return call?.()
  } catch (error) {
    return error
  }
}

function capture(level: 'debug' | 'warn' = 'debug') {
  const written: string[] = []
  const log = createLog(level, { write: (line) => written.push(line) })
  const text = () => written.join('')
  const lines = () => written.map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line)))
  return { log, text, lines }
}

function spaced(number: string): string {
  return number.replace(/(\d\d)(\d\d)(\d\d)(\d{4})/, '$1 $2 $3 $4 ')
}

/** The digits of all words without the time stamp and the stack's line numbers, in one row. */
function digits(text: string): string {
  return text
    .replace(/"time":"[^"]*"/g, '')
    .normalize('NFKC')
    .replace(/\D/g, '')
}
